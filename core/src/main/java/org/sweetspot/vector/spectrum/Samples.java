package org.sweetspot.vector.spectrum;

import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/** Running mean and variance of a trace estimator's samples (Welford), and its stopping rule. */
final class Samples {
  /** Fewer samples say too little about their own spread to stop by it. */
  static final int LEAST = 6;

  private int count;
  private double mean;
  private double squares;

  void add(double sample) {
    count++;
    double difference = sample - mean;
    mean += difference / count;
    squares += difference * (sample - mean);
  }

  int count() {
    return count;
  }

  double mean() {
    return mean;
  }

  /** Standard error of the mean. */
  double standardError() {
    return Math.sqrt(squares / (count - 1.0) / count);
  }

  static boolean isReached(int count, double error, double value, double relativeError) {
    return count >= LEAST && error <= relativeError * Math.abs(value);
  }

  static void requireBudget(String name, int products, int least, double relativeError) {
    if (products < least) {
      throw new IllegalArgumentException(
          name
              + ": expected a budget of at least "
              + least
              + " products, so that two samples tell the error, got "
              + products);
    }
    if (!(relativeError >= 0)) {
      throw new IllegalArgumentException(
          name + ": expected a relative error of 0 or more, got " + relativeError);
    }
  }

  static void apply(SymmetricOperator operator, ParameterVector argument, ParameterVector result) {
    operator.apply(argument, result);
    if (!result.isFinite()) {
      throw new UndefinedException(
          "operator product: expected finite numbers, got NaN or infinity");
    }
  }

  /** A Gaussian direction scaled to the length sqrt(p): uniform on the sphere. */
  static ParameterVector sphere(SymmetricOperator operator, RandomStream stream) {
    ParameterVector vector = operator.space().gaussian(stream);
    return vector.scale(Math.sqrt((double) operator.space().dimension()) / vector.norm());
  }
}
