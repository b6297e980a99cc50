package org.sweetspot.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the arrays of an npz archive are called. */
final class NpzNames {
  private static final List<String> INPUTS =
      List.of("x_train", "x", "xs", "inputs", "input", "data", "images", "features");
  private static final List<String> TARGETS =
      List.of("y_train", "y", "ys", "targets", "target", "labels", "label", "classes");

  private NpzNames() {}

  /** Refuses an archive without the target y; the remedy writes another one with our names. */
  static void require(Path file, List<String> names) {
    if (names.contains("y")) {
      return;
    }
    Optional<String> x = usual(names, INPUTS);
    Optional<String> y = usual(names, TARGETS);
    List<String> pairs = new ArrayList<>();
    pairs.add("x=d['" + x.orElse("NAME OF THE INPUTS") + "']");
    pairs.add("y=d['" + y.orElse("NAME OF THE LABELS") + "']");
    for (String test : List.of("x_test", "y_test")) {
      usual(names, List.of(test)).ifPresent(name -> pairs.add(test + "=d['" + name + "']"));
    }
    throw new DataException(
        file.toString(),
        "arrays x (inputs) and y (labels), x_test and y_test if there are any",
        names.isEmpty() ? "no array" : "the arrays " + String.join(", ", names),
        "write a new archive: d = numpy.load('"
            + file.getFileName()
            + "'); numpy.savez('renamed.npz', "
            + String.join(", ", pairs)
            + ")");
  }

  private static Optional<String> usual(List<String> names, List<String> words) {
    for (String word : words) {
      for (String name : names) {
        if (name.toLowerCase(Locale.ROOT).equals(word)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}
