package org.sweetspot.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpzFile;
import org.sweetspot.vector.Precision;

/** NumPy arrays x and y, and x_test and y_test if the archive has them. */
final class NpzSource implements Part {
  private final String place;
  private final NpzFile archive;
  private final NpyReader inputs;
  private final int[] labels;

  /** All inputs, where the first axis runs fastest in the file and rows can't be read alone. */
  private final double @Nullable [] all;

  private int example;

  private NpzSource(String place, NpzFile archive, NpyReader inputs, int[] labels)
      throws IOException {
    this.place = place;
    this.archive = archive;
    this.inputs = inputs;
    this.labels = labels;
    this.all = inputs.header().fortran() ? inputs.all() : null;
  }

  static Source open(Path file) throws IOException {
    NpzFile archive = NpzFile.open(file);
    try {
      NpzSource training = part(file, archive, "x", "y");
      boolean tested = archive.has("x_test") || archive.has("y_test");
      Optional<Part> test = Optional.empty();
      if (tested) {
        NpzSource part = part(file, archive, "x_test", "y_test");
        test = Optional.of(part);
        if (!part.shape().equals(training.shape())) {
          throw new DataException(
              file + ", array x_test",
              "inputs of shape " + training.shape() + " as in x",
              part.shape().toString(),
              "write x and x_test with the same axes after the first");
        }
      }
      String name = String.valueOf(file.getFileName());
      return new Source(name, training.precision(), training.shape(), 1, 1, 0, training, test);
    } catch (IOException | DataException broken) {
      archive.close();
      throw broken;
    }
  }

  private static NpzSource part(Path file, NpzFile archive, String x, String y) throws IOException {
    NpyReader inputs = archive.array(x);
    List<Integer> shape = inputs.header().shape();
    if (shape.size() < 2 || inputs.header().count() == 0) {
      throw new DataException(
          file + ", array " + x,
          "at least two axes, examples x features, none of them empty",
          "shape " + shape,
          "reshape it in Python, for instance x.reshape(len(x), -1)");
    }
    if (inputs.header().count() / shape.get(0) > Source.LARGEST_INPUT) {
      throw Source.tooLarge(file + ", array " + x, shape);
    }
    return new NpzSource(
        file + ", array " + x, archive, inputs, labels(file, archive, y, x, shape.get(0)));
  }

  private static int[] labels(Path file, NpzFile archive, String y, String x, int count)
      throws IOException {
    try (NpyReader reader = archive.array(y)) {
      if (!reader.header().shape().equals(List.of(count))) {
        throw new DataException(
            file + ", array " + y,
            "shape [" + count + "], a label for each example of " + x,
            "shape " + reader.header().shape(),
            "write one class number an example");
      }
      double[] values = reader.all();
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        if (values[i] != Math.rint(values[i]) || values[i] < 0 || values[i] > Labels.LARGEST) {
          throw Labels.refused(file + ", array " + y + ", label " + i, values[i]);
        }
        labels[i] = (int) values[i];
      }
      return labels;
    }
  }

  private Precision precision() {
    return inputs.header().type().kind() == 'f' && inputs.header().type().bytes() == 8
        ? Precision.DOUBLE
        : Precision.FLOAT;
  }

  private List<Integer> shape() {
    List<Integer> shape = inputs.header().shape();
    return shape.subList(1, shape.size());
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public String place(int index) {
    return place + ", example " + index;
  }

  @Override
  public void next(double[] target, int[] label) throws IOException {
    if (all == null) {
      inputs.read(target, target.length);
    } else {
      System.arraycopy(all, example * target.length, target, 0, target.length);
    }
    label[0] = labels[example];
    example++;
  }

  @Override
  public void close() throws IOException {
    inputs.close();
    archive.close();
  }
}
