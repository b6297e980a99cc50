package org.sweetspot.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetspot.format.NpzFile;

/**
 * NumPy arrays: the inputs, the targets y, and x_test, y_test and so on if the archive has them.
 * The input is x, the first one; every other array with as many rows as y is an input too, for
 * modules whose arguments are named like it.
 */
final class NpzSource implements Part {
  private static final String TEST = "_test";

  private final String place;
  private final List<NpzInput> inputs;
  private final NpzTarget target;
  private final Closeable archive;
  private int example;

  private NpzSource(String place, List<NpzInput> inputs, NpzTarget target, Closeable archive) {
    this.place = place;
    this.inputs = inputs;
    this.target = target;
    this.archive = archive;
  }

  static Source open(Path file, int ignored) throws IOException {
    NpzFile archive = NpzFile.open(file);
    try {
      NpzNames.require(file, archive.names());
      List<String> names = inputs(archive);
      NpzLabels labels = new NpzLabels(file, archive, ignored);
      List<String> targets = new ArrayList<>(List.of("y"));
      boolean tested = archive.has("y" + TEST) || archive.has(names.get(0) + TEST);
      if (tested) {
        targets.add("y" + TEST);
      }
      List<NpzTarget> read = labels.read(targets, names);
      NpzSource training = part(file, archive, names, "", read.get(0));
      Optional<Part> test = Optional.empty();
      if (tested) {
        NpzSource part = part(file, archive, names, TEST, read.get(1));
        part.requireLike(file, training);
        test = Optional.of(part);
      }
      return new Source(
          String.valueOf(file.getFileName()),
          training.inputs.stream().map(NpzInput::form).toList(),
          read.get(0).form(),
          training,
          test,
          Stream.concat(
                  labels.notes().stream(),
                  training.inputs.stream().flatMap(input -> input.note().stream()))
              .toList());
    } catch (IOException | DataException broken) {
      archive.close();
      throw broken;
    }
  }

  /** x first, then every other array that may be an input. */
  private static List<String> inputs(NpzFile archive) throws IOException {
    List<String> names = new ArrayList<>();
    boolean plain = archive.has("x") || !archive.has("y");
    if (plain) {
      names.add("x");
    }
    if (archive.has("y")) {
      int count = archive.rows("y");
      for (String name : archive.names()) {
        boolean known = name.equals("x") || name.equals("y") || name.endsWith(TEST);
        if (!known && archive.rows(name) == count) {
          names.add(name);
        }
      }
    }
    return names.isEmpty() ? List.of("x") : names;
  }

  private static NpzSource part(
      Path file, NpzFile archive, List<String> names, String suffix, NpzTarget target)
      throws IOException {
    List<NpzInput> inputs = new ArrayList<>();
    for (String name : names) {
      NpzInput input = NpzInput.open(file, archive, name, suffix);
      inputs.add(input);
      if (input.count() != target.count()) {
        throw new DataException(
            file + ", array y" + suffix,
            "shape ["
                + input.count()
                + "], a label for each example of "
                + name
                + suffix
                + ", or "
                + input.count()
                + " rows of numbers",
            "shape " + target.shape(),
            "write one class number or one row of targets for each example");
      }
    }
    return new NpzSource(
        file + ", array " + names.get(0) + suffix, List.copyOf(inputs), target, archive);
  }

  private void requireLike(Path file, NpzSource training) {
    for (int i = 0; i < inputs.size(); i++) {
      SourceInput own = inputs.get(i).form();
      SourceInput other = training.inputs.get(i).form();
      if (!own.shape().equals(other.shape())) {
        throw new DataException(
            file + ", array " + own.name() + TEST,
            "inputs of shape " + other.shape() + " as in " + other.name(),
            own.shape().toString(),
            "write "
                + other.name()
                + " and "
                + own.name()
                + TEST
                + " with the same axes after the first");
      }
    }
  }

  @Override
  public int count() {
    return target.count();
  }

  @Override
  public String place(int index) {
    return place + ", example " + index;
  }

  @Override
  public void next(double[][] numbers, double[] wanted) throws IOException {
    for (int i = 0; i < inputs.size(); i++) {
      inputs.get(i).read(example, numbers[i]);
    }
    target.read(example, wanted);
    example++;
  }

  @Override
  public void close() throws IOException {
    for (NpzInput input : inputs) {
      input.close();
    }
    archive.close();
  }
}
