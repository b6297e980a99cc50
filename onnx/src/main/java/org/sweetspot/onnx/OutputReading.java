package org.sweetspot.onnx;

import java.util.stream.IntStream;

/** How the numbers that a classifier puts out become rows of logits, up to a number a row. */
enum OutputReading {
  /** They are logits. */
  LOGITS("logits"),
  /** Their softmax; its logarithm gives the same probabilities. */
  PROBABILITIES("probabilities of the classes, whose logarithms are taken for logits"),
  /** One logit of two classes: rows (0, z). */
  LOGIT("one logit for two classes"),
  /** Its sigmoid. */
  PROBABILITY("the probability of the second of two classes");

  /** Sums of probabilities may miss 1 by so much. */
  private static final double ROUNDING = 1e-4;

  private final String words;

  OutputReading(String words) {
    this.words = words;
  }

  /** In words, for the provenance. */
  String words() {
    return words;
  }

  /** Classes that a row tells apart. */
  int classes(int outputs) {
    return this == LOGIT || this == PROBABILITY ? 2 : outputs;
  }

  /**
   * What some outputs show.
   *
   * @param rows rows x outputs
   * @param last the operator that makes them, for instance Sigmoid
   */
  static OutputReading of(double[] rows, int outputs, String last) {
    if (outputs == 1) {
      return last.equals("Sigmoid") ? PROBABILITY : LOGIT;
    }
    boolean sums =
        IntStream.range(0, rows.length / outputs)
            .allMatch(
                row -> {
                  double sum = 0;
                  for (int k = 0; k < outputs; k++) {
                    double share = rows[row * outputs + k];
                    sum += share >= 0 ? share : Double.NaN;
                  }
                  return Math.abs(sum - 1) <= ROUNDING;
                });
    return sums ? PROBABILITIES : LOGITS;
  }

  /** Rows of logits. */
  double[] logits(double[] rows) {
    return switch (this) {
      case LOGITS -> rows;
      case PROBABILITIES ->
          IntStream.range(0, rows.length).mapToDouble(i -> log(rows[i])).toArray();
      case LOGIT, PROBABILITY -> {
        double[] pairs = new double[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
          pairs[2 * i + 1] = this == LOGIT ? rows[i] : log(rows[i]) - log(1 - rows[i]);
        }
        yield pairs;
      }
    };
  }

  private static double log(double share) {
    return Math.log(Math.max(share, Double.MIN_NORMAL));
  }
}
