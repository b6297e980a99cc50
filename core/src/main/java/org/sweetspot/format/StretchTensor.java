package org.sweetspot.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A tensor whose numbers are a stretch of bytes in a file, in a row. */
record StretchTensor(
    Path file,
    String name,
    NumberType type,
    List<Long> shape,
    long start,
    ByteOrder order,
    Part part,
    List<String> path)
    implements StoredTensor {
  /** Copies the lists. */
  StretchTensor {
    shape = List.copyOf(shape);
    path = List.copyOf(path);
  }

  /** Little-endian, of which the file says no more than the name. */
  StretchTensor(Path file, String name, NumberType type, List<Long> shape, long start) {
    this(file, name, type, shape, start, ByteOrder.LITTLE_ENDIAN, Part.UNKNOWN, List.of(name));
  }

  @Override
  public double[] read() throws IOException {
    String place = file + ", tensor " + name;
    long count = NumberReader.count(place, shape);
    if (count == 0) {
      return new double[0];
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        InputStream input = Channels.newInputStream(channel.position(start))) {
      return NumberReader.read(place, input, type, order, count);
    }
  }
}
