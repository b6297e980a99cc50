package org.sweetspot.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.SourceRecipe.Texts;

/** Texts to be classified, in a folder of .txt files for each class. */
final class TextsSource extends ClassFolderPart {
  static final ClassFolders.Wanted WANTED =
      new ClassFolders.Wanted(
          "texts (.txt)",
          name -> name.endsWith(".txt"),
          name -> name.endsWith(".pdf") || name.endsWith(".docx"),
          "save it as plain text in UTF-8");

  private final int length;

  private TextsSource(List<ClassFolders.Entry> entries, int length) {
    super(entries);
    this.length = length;
  }

  static Source open(Path folder, Texts recipe) throws IOException {
    ClassFolders folders = ClassFolders.of(folder, WANTED);
    List<ClassFolders.Entry> all = new ArrayList<>(folders.training());
    folders.test().ifPresent(all::addAll);
    long longest = 0;
    for (ClassFolders.Entry entry : all) {
      longest = Math.max(longest, Files.size(entry.file()));
    }
    int length = ByteTokens.length(recipe.length(), longest);
    if (length > Source.LARGEST_INPUT) {
      throw Source.tooLarge("data.source.length", List.of(length));
    }
    return new Source(
        String.valueOf(folder.getFileName()),
        ByteTokens.inputs(length),
        SourceTarget.named(folders.classes()),
        new TextsSource(folders.training(), length),
        folders.test().map(entries -> new TextsSource(entries, length)),
        List.of(folders.note(), ByteTokens.note(all.size(), length, longest)));
  }

  @Override
  void read(ClassFolders.Entry entry, double[][] inputs) throws IOException {
    try (InputStream text = Files.newInputStream(entry.file())) {
      ByteTokens.put(text.readNBytes(length), inputs);
    }
  }
}
