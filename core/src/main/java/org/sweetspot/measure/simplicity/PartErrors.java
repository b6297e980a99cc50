package org.sweetspot.measure.simplicity;

/**
 * Errors of a model on parts of the judged examples.
 *
 * <p>Standard error of a share k/n: the standard deviation of Beta(k + 1/2, n - k + 1/2), about
 * sqrt(q (1 - q) / n), and not zero where all or none are wrong.
 */
final class PartErrors {
  private PartErrors() {}

  /** Share of wrong examples in a part. */
  static double share(ClassPredictions verdicts, int[] part) {
    return wrong(verdicts, part) / (double) part.length;
  }

  /** Its standard error. */
  static double error(ClassPredictions verdicts, int[] part) {
    double a = wrong(verdicts, part) + 0.5;
    double b = part.length + 1 - a;
    return Math.sqrt(a * b / ((a + b) * (a + b) * (a + b + 1)));
  }

  private static int wrong(ClassPredictions verdicts, int[] part) {
    int wrong = 0;
    for (int row : part) {
      wrong += verdicts.right(row) ? 0 : 1;
    }
    return wrong;
  }

  /** Largest share of wrong ones in a part less the smallest. */
  static double spread(ClassPredictions verdicts, int[][] parts) {
    double least = 1;
    double most = 0;
    for (int[] part : parts) {
      least = Math.min(least, share(verdicts, part));
      most = Math.max(most, share(verdicts, part));
    }
    return most - least;
  }

  static final String WORDS =
      "shares of wrong predictions, standard errors sqrt(q (1 - q) / n) with half an example"
          + " added to right and wrong";
}
