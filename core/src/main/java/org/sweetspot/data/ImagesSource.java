package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sweetspot.format.ImageFile;
import org.sweetspot.recipe.SourceRecipe.Images;

/** Images in a folder for each class. In memory is one image at a time. */
final class ImagesSource extends ClassFolderPart {
  static final ClassFolders.Wanted WANTED =
      new ClassFolders.Wanted(
          "images (.png, .jpg, .jpeg, .bmp)",
          ImageFile::isOne,
          ImageFile::isForeign,
          "save it as PNG, for instance with PIL's Image.open(file).convert('RGB').save(...)");

  private final int channels;
  private final int height;
  private final int width;

  private ImagesSource(List<ClassFolders.Entry> entries, int channels, int height, int width) {
    super(entries);
    this.channels = channels;
    this.height = height;
    this.width = width;
  }

  static Source open(Path folder, Images recipe) throws IOException {
    ClassFolders folders = ClassFolders.of(folder, WANTED);
    List<ClassFolders.Entry> all = new ArrayList<>(folders.training());
    folders.test().ifPresent(all::addAll);
    boolean coloured = false;
    boolean resized = false;
    List<Integer> size = recipe.size();
    for (ClassFolders.Entry entry : all) {
      ImageFile image = ImageFile.open(entry.file());
      coloured |= image.channels() == 3;
      List<Integer> own = List.of(image.height(), image.width());
      if (size.isEmpty()) {
        size = own;
      } else if (!own.equals(size)) {
        if (recipe.size().isEmpty()) {
          throw new DataException(
              entry.file().toString(),
              "an image of " + text(size) + " as " + all.get(0).file().getFileName() + " is",
              text(own),
              "resize all of them by data.source.size: "
                  + size
                  + " (--data '{kind: images, folder: "
                  + folder
                  + ", size: "
                  + size
                  + "}')");
        }
        resized = true;
      }
    }
    int channels =
        switch (recipe.colour()) {
          case AUTO -> coloured ? 3 : 1;
          case GREY -> 1;
          case RGB -> 3;
        };
    List<Integer> shape = List.of(channels, size.get(0), size.get(1));
    if ((long) channels * size.get(0) * size.get(1) > Source.LARGEST_INPUT) {
      throw Source.tooLarge(folder.toString(), shape);
    }
    List<String> notes = new ArrayList<>(List.of(folders.note()));
    notes.add(
        all.size()
            + " images as "
            + (channels == 1 ? "grey" : "red, green and blue")
            + " from 0 to 1"
            + (resized ? ", resized to " + text(size) : ""));
    return new Source(
        String.valueOf(folder.getFileName()),
        List.of(SourceInput.only(shape, 255)),
        SourceTarget.named(folders.classes()),
        new ImagesSource(folders.training(), channels, size.get(0), size.get(1)),
        folders
            .test()
            .map(entries -> new ImagesSource(entries, channels, shape.get(1), shape.get(2))),
        notes);
  }

  private static String text(List<Integer> size) {
    return size.get(0) + " x " + size.get(1) + " pixels";
  }

  @Override
  void read(ClassFolders.Entry entry, double[][] inputs) throws IOException {
    ImageFile image = ImageFile.open(entry.file());
    double[] pixels =
        Resampling.resized(
            image.pixels(channels), channels, image.height(), image.width(), height, width);
    System.arraycopy(pixels, 0, inputs[0], 0, pixels.length);
  }
}
