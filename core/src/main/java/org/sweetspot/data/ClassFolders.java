package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Files in a folder for each class. The classes are numbered in the order of their folders' names;
 * where there are folders {@code train} and {@code test} (or {@code val}, {@code valid}, {@code
 * validation} in place of it), they hold the classes' folders. Files whose names begin with a dot,
 * and those of other endings, are passed over.
 *
 * @param classes their names, sorted
 * @param training the files to train on
 * @param test the files of the test part, if there is one
 */
record ClassFolders(List<String> classes, List<Entry> training, Optional<List<Entry>> test) {
  private static final int MOST_FILES = 10_000_000;
  private static final List<String> TEST_NAMES = List.of("test", "val", "valid", "validation");

  /** A file and the number of its class. */
  record Entry(Path file, int label) {}

  /**
   * What files are wanted.
   *
   * @param what they are called, such as "images (.png, .jpg, .jpeg, .bmp)"
   * @param read tells by the name which can be read
   * @param foreign tells by the name which are of the kind, but can't be read
   * @param remedy against those
   */
  record Wanted(String what, Predicate<String> read, Predicate<String> foreign, String remedy) {}

  /**
   * Lists the files, in the order of classes and names.
   *
   * @throws DataException if there are none, or some can't be read
   */
  static ClassFolders of(Path folder, Wanted wanted) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          folder.toString(),
          "a folder with a folder for each class",
          Files.exists(folder) ? "a file" : "no such folder",
          "check data.source.folder, which is relative to the recipe's file");
    }
    Optional<Path> train = child(folder, List.of("train"));
    Optional<Path> test = train.isEmpty() ? Optional.empty() : child(folder, TEST_NAMES);
    Path top = train.orElse(folder);
    TreeSet<String> names = new TreeSet<>(names(top));
    if (test.isPresent()) {
      names.addAll(names(test.get()));
    }
    List<String> classes = List.copyOf(names);
    List<Entry> training = files(top, classes, wanted);
    if (training.isEmpty()) {
      throw new DataException(
          top.toString(),
          "a folder for each class with " + wanted.what() + " in it",
          names.isEmpty() ? "no folder in it" : "none in " + String.join(", ", shown(classes)),
          "put each class's files into a folder of its name");
    }
    Optional<List<Entry>> tested = Optional.empty();
    if (test.isPresent()) {
      tested = Optional.of(files(test.get(), classes, wanted));
      if (tested.get().isEmpty()) {
        throw new DataException(
            test.get().toString(),
            "a folder for each class with " + wanted.what() + " in it",
            "none",
            "fill it, or remove it to draw the test part from the training part");
      }
    }
    return new ClassFolders(classes, List.copyOf(training), tested);
  }

  private static List<String> shown(List<String> classes) {
    return classes.size() > 5 ? classes.subList(0, 5) : classes;
  }

  private static Optional<Path> child(Path folder, List<String> names) {
    return names.stream().map(folder::resolve).filter(Files::isDirectory).findFirst();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !name.startsWith(".") && !name.startsWith("__"))
          .toList();
    }
  }

  private static List<Entry> files(Path folder, List<String> classes, Wanted wanted)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (int label = 0; label < classes.size(); label++) {
      Path inside = folder.resolve(classes.get(label));
      // A class that only the other part has is no folder here.
      List<Path> paths = Files.isDirectory(inside) ? sorted(inside) : List.of();
      for (Path file : paths) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        boolean shown = !name.startsWith(".") && !Files.isDirectory(file);
        if (shown && wanted.foreign().test(name)) {
          throw new DataException(
              file.toString(), wanted.what(), "a file of another format", wanted.remedy());
        } else if (shown && wanted.read().test(name)) {
          entries.add(new Entry(file, label));
        }
      }
      if (entries.size() > MOST_FILES) {
        throw new DataException(
            folder.toString(),
            "at most " + MOST_FILES + " files",
            "more",
            "pack the examples into an npz archive");
      }
    }
    return entries;
  }

  private static List<Path> sorted(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.sorted().toList();
    }
  }

  /** What is said of the classes. */
  String note() {
    String names =
        classes.size() <= 12
            ? String.join(", ", classes)
            : String.join(", ", classes.subList(0, 10)) + " and so on";
    return classes.size() + " classes, numbered in the order of their folders' names: " + names;
  }
}
