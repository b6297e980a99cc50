package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.format.SoundFile;
import org.sweetspot.format.table.TableColumn;
import org.sweetspot.format.table.TableRows;
import org.sweetspot.recipe.SourceRecipe.Sounds;
import org.sweetspot.recipe.TableRecipe;

/** Sounds in a folder for each class, or in one folder with a table of labels. */
final class SoundsSource extends ClassFolderPart {
  static final ClassFolders.Wanted WANTED =
      new ClassFolders.Wanted(
          "sounds (.wav)",
          SoundFile::isOne,
          name ->
              name.endsWith(".mp3")
                  || name.endsWith(".flac")
                  || name.endsWith(".ogg")
                  || name.endsWith(".m4a"),
          "convert it, for instance with ffmpeg -i in -c:a pcm_s16le out.wav");

  private final int samples;

  private SoundsSource(List<ClassFolders.Entry> entries, int samples) {
    super(entries);
    this.samples = samples;
  }

  /**
   * Opens it.
   *
   * @param labels the table of labels, if there is one
   */
  static Source open(Path folder, Optional<Path> labels, Sounds recipe) throws IOException {
    ClassFolders folders =
        labels.isPresent() ? listed(folder, labels.get()) : ClassFolders.of(folder, WANTED);
    List<ClassFolders.Entry> all = new ArrayList<>(folders.training());
    folders.test().ifPresent(all::addAll);
    double rate = 0;
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (ClassFolders.Entry entry : all) {
      SoundFile sound = SoundFile.open(entry.file());
      if (rate == 0) {
        rate = sound.rate();
      } else if (rate != sound.rate()) {
        throw new DataException(
            entry.file().toString(),
            rate + " samples a second, as " + all.get(0).file().getFileName() + " has",
            String.valueOf(sound.rate()),
            "convert all to one rate, for instance with ffmpeg -i in.wav -ar "
                + (long) rate
                + " out.wav");
      }
      shortest = Math.min(shortest, sound.samples());
      longest = Math.max(longest, sound.samples());
    }
    if (recipe.samples() == 0 && shortest != longest) {
      throw new DataException(
          folder + ", length of the sounds",
          "one length, or data.source.samples",
          shortest + " to " + longest + " samples",
          "say data.source.samples: "
              + longest
              + " to fill shorter ones up with zeros, or fewer to cut (--data '{kind: sounds,"
              + " folder: "
              + folder
              + ", samples: "
              + longest
              + "}')");
    }
    int samples = recipe.samples() > 0 ? recipe.samples() : longest;
    if (samples < 1 || samples > Source.LARGEST_INPUT) {
      throw Source.tooLarge(folder.toString(), List.of(1, samples));
    }
    List<String> notes = new ArrayList<>(List.of(folders.note()));
    notes.add(
        all.size()
            + " sounds of "
            + samples
            + " samples, "
            + rate
            + " a second, channels mixed to their mean"
            + (longest > samples ? "; longer ones are cut at their end" : "")
            + (shortest < samples ? "; shorter ones are followed by zeros" : ""));
    return new Source(
        String.valueOf(folder.getFileName()),
        List.of(SourceInput.only(List.of(1, samples), 1)),
        SourceTarget.named(folders.classes()),
        new SoundsSource(folders.training(), samples),
        folders.test().map(entries -> new SoundsSource(entries, samples)),
        notes);
  }

  /** The files that a table names, with the labels that stand beside them. */
  private static ClassFolders listed(Path folder, Path table) throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    try (TableRows rows = TableRows.open(table)) {
      int file = column(table, rows, List.of("file", "filename", "path", "name"));
      int label = column(table, rows, List.of("label", "class", "category", "target"));
      while (rows.next()) {
        if (rows.missing(file) || rows.missing(label)) {
          throw new DataException(
              table + ", " + rows.place(),
              "a file and its label",
              "an empty cell",
              "fill it or delete the line");
        }
        files.add(folder.resolve(rows.text(file)));
        labels.add(rows.text(label));
      }
    }
    List<String> classes = labels.stream().distinct().sorted().toList();
    List<ClassFolders.Entry> entries = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      int id = java.util.Collections.binarySearch(classes, labels.get(i));
      entries.add(new ClassFolders.Entry(files.get(i), id));
    }
    if (entries.isEmpty()) {
      throw new DataException(
          table.toString(), "a line for each sound", "no lines", "write file,label in each line");
    }
    return new ClassFolders(classes, entries, Optional.empty());
  }

  private static int column(Path table, TableRows rows, List<String> names) {
    List<TableColumn> columns = rows.columns();
    for (String name : names) {
      for (int i = 0; i < columns.size(); i++) {
        TableColumn.Kind kind = columns.get(i).kind();
        boolean text = kind == TableColumn.Kind.TEXT || kind == TableColumn.Kind.UNTYPED;
        if (columns.get(i).name().equalsIgnoreCase(name) && text) {
          return i;
        }
      }
    }
    throw new DataException(
        table.toString(),
        "a column of texts with the name " + names.get(0),
        "the columns " + String.join(", ", columns.stream().map(TableColumn::name).toList()),
        "name the columns file and label");
  }

  /** The table of labels that a recipe names. */
  static Optional<Path> labels(Sounds recipe, Path folder) {
    return recipe.labels().equals(TableRecipe.NONE)
        ? Optional.empty()
        : Optional.of(folder.resolve(recipe.labels()));
  }

  @Override
  void read(ClassFolders.Entry entry, double[][] inputs) throws IOException {
    double[] sound = SoundFile.open(entry.file()).mixed(samples);
    System.arraycopy(sound, 0, inputs[0], 0, samples);
  }
}
