package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpzFile;
import org.sweetspot.vector.Precision;

/**
 * What the arrays of targets of an npz archive are. Texts are classes, in sorted order. Whole
 * numbers from 0 of shape (n) or (n, 1) are classes; integers of more axes too, a label for each
 * token, unless they are 0 and 1 alone. All else are real numbers. The ignored value, or else a
 * single negative integer (-1; any, for labels of tokens), marks labels that are ignored.
 */
final class NpzLabels {
  private static final int SHOWN = 12;

  private final Path file;
  private final NpzFile archive;
  private final int ignored;
  private final List<String> notes = new ArrayList<>();

  NpzLabels(Path file, NpzFile archive, int ignored) {
    this.ignored = ignored;
    this.file = file;
    this.archive = archive;
  }

  /** What was taken for what. */
  List<String> notes() {
    return notes;
  }

  /**
   * Reads arrays that belong together, as training and test targets do.
   *
   * @param names of the arrays
   * @param inputs names of the inputs, for the message where there is no target
   */
  List<NpzTarget> read(List<String> names, List<String> inputs) throws IOException {
    for (String name : names) {
      if (archive.has(name) && archive.isText(name)) {
        return texts(names);
      }
    }
    List<Numbered> arrays = new ArrayList<>();
    for (String name : names) {
      arrays.add(numbered(name));
    }
    List<Integer> tail = arrays.get(0).tail();
    for (Numbered array : arrays) {
      if (!array.tail().equals(tail)) {
        throw new DataException(
            file + ", array " + array.name(),
            "targets of shape " + tail + " for each example, as in " + arrays.get(0).name(),
            "shape " + array.shape(),
            "write training and test targets with the same axes after the first");
      }
    }
    return decided(arrays, tail);
  }

  private List<NpzTarget> decided(List<Numbered> arrays, List<Integer> tail) {
    double[] all = arrays.stream().flatMapToDouble(a -> Arrays.stream(a.values())).toArray();
    boolean floats = arrays.stream().anyMatch(Numbered::floats);
    double[] known = Arrays.stream(all).filter(v -> v != ignored).toArray();
    SortedSet<Double> negative =
        Arrays.stream(known)
            .filter(v -> v < 0)
            .boxed()
            .collect(Collectors.toCollection(TreeSet::new));
    boolean whole = Arrays.stream(known).allMatch(v -> v == Math.rint(v) && v <= Labels.LARGEST);
    boolean bits = Arrays.stream(all).allMatch(v -> v == 0 || v == 1);
    boolean signs = Arrays.stream(all).allMatch(v -> v == -1 || v == 1);
    boolean labels =
        whole && !signs && (tail.isEmpty() || (!floats && !bits)) && marks(negative, tail, floats);
    if (!labels) {
      boolean wide = arrays.stream().anyMatch(Numbered::wide);
      if (known.length < all.length) {
        notes.add(
            "array y: "
                + ignored
                + " is taken for a number as the others are, for the targets are no labels ("
                + (all.length - known.length)
                + " of "
                + all.length
                + ")");
      }
      SourceTarget form = new SourceTarget.Real(tail, wide ? Precision.DOUBLE : Precision.FLOAT);
      return arrays.stream().map(a -> new NpzTarget(form, a.shape(), a.values())).toList();
    }
    double mark = negative.isEmpty() ? ignored : negative.first();
    long marked = Arrays.stream(all).filter(v -> v == ignored || v < 0).count();
    if (marked > 0) {
      notes.add(
          "array y: "
              + (long) mark
              + " marks labels that count nowhere ("
              + marked
              + " of "
              + all.length
              + ")");
    }
    SourceTarget form = new SourceTarget.Classes(tail, 0, List.of());
    return arrays.stream()
        .map(
            a ->
                new NpzTarget(
                    form,
                    a.shape(),
                    Arrays.stream(a.values())
                        .map(v -> v < 0 || v == ignored ? ClassLabels.IGNORED : v)
                        .toArray()))
        .toList();
  }

  /** Whether there are no negative values, or one that marks what is ignored. */
  private static boolean marks(SortedSet<Double> negative, List<Integer> tail, boolean floats) {
    if (negative.size() != 1) {
      return negative.isEmpty();
    }
    return !floats && (negative.first() == -1 || !tail.isEmpty());
  }

  /** An array of numbers as it stands. */
  private static final class Numbered {
    private final String name;
    private final List<Integer> shape;
    private final double[] values;
    private final boolean floats;
    private final boolean wide;

    private Numbered(String name, NpyReader reader) throws IOException {
      this.name = name;
      this.shape = reader.header().shape();
      this.values = reader.all();
      this.floats = reader.header().type().kind() == 'f';
      this.wide = floats && reader.header().type().bytes() == 8;
    }

    private String name() {
      return name;
    }

    private List<Integer> shape() {
      return shape;
    }

    /** Shape of one example's target; an axis of length 1 is none. */
    private List<Integer> tail() {
      return tailOf(shape);
    }

    private double[] values() {
      return values;
    }

    private boolean floats() {
      return floats;
    }

    private boolean wide() {
      return wide;
    }

    /** One whole number an example, but for those that are no numbers. */
    private boolean mayBeLabels() {
      return tail().isEmpty()
          && Arrays.stream(values).filter(Double::isFinite).allMatch(v -> v == Math.rint(v));
    }
  }

  private static List<Integer> tailOf(List<Integer> shape) {
    List<Integer> tail = shape.isEmpty() ? shape : shape.subList(1, shape.size());
    return tail.equals(List.of(1)) ? List.of() : tail;
  }

  private Numbered numbered(String name) throws IOException {
    try (NpyReader reader = archive.array(name)) {
      Numbered array = new Numbered(name, reader);
      if (array.shape.isEmpty() || array.values.length == 0) {
        throw new DataException(
            file + ", array " + name,
            "a target for each example",
            "shape " + array.shape,
            "write one class number or one row of numbers for each example");
      }
      int each = array.values.length / array.shape.get(0);
      for (int i = 0; i < array.values.length; i++) {
        if (!Double.isFinite(array.values[i])) {
          throw new DataException(
              file + ", array " + name + ", example " + i / each,
              "a class number or a finite number",
              String.valueOf(array.values[i]),
              array.mayBeLabels()
                  ? "drop such examples, or write -100 for labels that are to be ignored"
                  : "drop such examples, or measure in Python with a loss that leaves them out");
        }
      }
      return array;
    }
  }

  private List<NpzTarget> texts(List<String> names) throws IOException {
    List<List<String>> arrays = new ArrayList<>();
    for (String name : names) {
      arrays.add(archive.texts(name));
    }
    List<String> classes = arrays.stream().flatMap(List::stream).distinct().sorted().toList();
    notes.add(
        "array y: texts, taken for "
            + classes.size()
            + " classes in sorted order: "
            + classes.stream().limit(SHOWN).collect(Collectors.joining(", "))
            + (classes.size() > SHOWN ? " and so on" : ""));
    List<NpzTarget> targets = new ArrayList<>();
    for (int i = 0; i < arrays.size(); i++) {
      List<Integer> shape = archive.shapeOfTexts(names.get(i));
      SourceTarget form = new SourceTarget.Classes(tailOf(shape), classes.size(), classes);
      DoubleStream ids =
          arrays.get(i).stream()
              .mapToDouble(one -> java.util.Collections.binarySearch(classes, one));
      targets.add(new NpzTarget(form, shape, ids.toArray()));
    }
    return targets;
  }
}
