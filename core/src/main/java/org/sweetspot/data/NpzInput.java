package org.sweetspot.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpyType;
import org.sweetspot.format.NpzFile;
import org.sweetspot.vector.Precision;

/** One input of an npz archive, read example by example. */
final class NpzInput implements Closeable {
  private final SourceInput form;
  private final NpyReader reader;
  private final int count;

  /** All numbers, where the first axis runs fastest in the file and rows can't be read alone. */
  private final double @Nullable [] all;

  private NpzInput(SourceInput form, NpyReader reader, int count) throws IOException {
    this.form = form;
    this.reader = reader;
    this.count = count;
    this.all = reader.header().fortran() ? reader.all() : null;
  }

  static NpzInput open(Path file, NpzFile archive, String name, String suffix) throws IOException {
    NpyReader reader = archive.array(name + suffix);
    try {
      List<Integer> shape = reader.header().shape();
      if (shape.isEmpty() || reader.header().count() == 0 || (shape.size() < 2 && isX(name))) {
        throw new DataException(
            file + ", array " + name + suffix,
            "at least two axes, examples x features, none of them empty",
            "shape " + shape,
            "reshape it in Python, for instance x.reshape(len(x), -1)");
      }
      if (reader.header().count() / shape.get(0) > Source.LARGEST_INPUT) {
        throw Source.tooLarge(file + ", array " + name + suffix, shape);
      }
      NpyType type = reader.header().type();
      boolean wide = type.kind() == 'f' && type.bytes() == 8;
      SourceInput form =
          new SourceInput(
              name,
              shape.subList(1, shape.size()),
              kind(type),
              wide ? Precision.DOUBLE : Precision.FLOAT,
              1);
      return new NpzInput(form, reader, shape.get(0));
    } catch (IOException | DataException broken) {
      reader.close();
      throw broken;
    }
  }

  private static boolean isX(String name) {
    return name.equals("x");
  }

  private static Kind kind(NpyType type) {
    return switch (type.kind()) {
      case 'f' -> Kind.REAL;
      case 'b' -> Kind.TRUTH;
      default -> Kind.WHOLE;
    };
  }

  SourceInput form() {
    return form;
  }

  int count() {
    return count;
  }

  /** What its numbers may not be taken for; empty if nothing. */
  Optional<String> note() {
    NpyType type = reader.header().type();
    return type.kind() == 'u' && type.bytes() == 1
        ? Optional.of(
            "array "
                + form.name()
                + ": bytes, given as they are, from 0 to 255 (for a module that takes 0 to 1 write "
                + form.name()
                + " / 255)")
        : Optional.empty();
  }

  void read(int example, double[] target) throws IOException {
    if (all == null) {
      reader.read(target, target.length);
    } else {
      System.arraycopy(all, example * target.length, target, 0, target.length);
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
