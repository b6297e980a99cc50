package org.sweetspot.data;

import java.io.Closeable;
import java.io.IOException;

/** A source's training or test examples, each to be read once, in the order of the files. */
interface Part extends Closeable {
  /** Number of examples. */
  int count();

  /** What messages call the example at an index. */
  String place(int example);

  /**
   * Reads the next example as the files have it, not scaled.
   *
   * @param inputs takes the numbers of each input, in the order of {@link Source#inputs}
   * @param target takes the target of one example: class ids, {@link ClassLabels#IGNORED} for those
   *     that count nowhere, or real numbers
   */
  void next(double[][] inputs, double[] target) throws IOException;

  @Override
  default void close() throws IOException {}
}
