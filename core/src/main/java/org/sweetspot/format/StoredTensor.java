package org.sweetspot.format;

import java.io.IOException;
import java.util.List;

/** A tensor in a file, whose numbers are read when they are asked for. */
public interface StoredTensor {
  /** Unique in its file. */
  String name();

  /** Format of the numbers. */
  NumberType type();

  /** Extents; the last axis runs fastest in {@link #read}. */
  List<Long> shape();

  /**
   * All numbers as doubles, which is exact for all but 64-bit integers above 2^53; opens the file
   * for it and closes it again.
   *
   * @throws FormatException if the file is damaged, or memory too small
   */
  double[] read() throws IOException;
}
