package org.sweetspot.reference;

import org.sweetspot.data.Examples;

/** Reads the examples of a data set into plain rows. */
final class Tables {
  private Tables() {}

  static SoftmaxRegression.Table read(Examples examples) {
    if (examples.labelsPerExample() != 1) {
      throw new IllegalArgumentException(
          "softmax regression: expected one label for each example, got "
              + examples.labelsPerExample());
    }
    int width = examples.inputSize();
    double[][] inputs = new double[examples.count()][width];
    int[] labels = new int[examples.count()];
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < width; j++) {
        inputs[i][j] = examples.values().get(i * width + j);
      }
      labels[i] = examples.labels().get(i);
    }
    return new SoftmaxRegression.Table(inputs, labels);
  }
}
