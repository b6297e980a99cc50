package org.sweetspot.training;

import java.util.EnumMap;
import java.util.Map;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.SoftmaxRegression;

/** A small classification of three overlapping clouds of points in the plane. */
public final class Clouds {
  private Clouds() {}

  /** The problem, with so many training examples and half as many test examples. */
  public static SoftmaxRegression problem(int examples) {
    RandomStream stream = new Seed(11).stream("test/clouds");
    Map<Split, SoftmaxRegression.Table> tables = new EnumMap<>(Split.class);
    tables.put(Split.TRAIN, table(examples, stream));
    tables.put(Split.TEST, table(examples / 2, stream));
    return new SoftmaxRegression(3, 0.5, tables);
  }

  private static SoftmaxRegression.Table table(int examples, RandomStream stream) {
    double[][] inputs = new double[examples][];
    int[] labels = new int[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = i % 3;
      inputs[i] =
          new double[] {
            1.5 * Math.cos(labels[i] * 2.1) + stream.nextGaussian(),
            1.5 * Math.sin(labels[i] * 2.1) + stream.nextGaussian()
          };
    }
    return new SoftmaxRegression.Table(inputs, labels);
  }
}
