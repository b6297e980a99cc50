package org.sweetspot.generalization.bound;

/**
 * What is known of a posterior over networks: its divergence from its prior, and its mean error on
 * the bound's examples by Monte Carlo. One draw is one network from the posterior on so many random
 * examples; draws are independent.
 *
 * @param meanError share of errors, mean over draws
 * @param variance of a draw's share of errors, over draws - 1
 * @param draws at least 2
 * @param divergence KL of the posterior from the prior, in nats
 * @param examples that the bound is about, n
 * @param priorSawThem whether anything about the prior was chosen by them
 */
public record PosteriorRisk(
    double meanError,
    double variance,
    int draws,
    double divergence,
    int examples,
    boolean priorSawThem) {
  private static final int LEAST = 8;

  /** Checks the numbers. */
  public PosteriorRisk {
    if (!(meanError >= 0 && meanError <= 1)
        || !(variance >= 0)
        || !(divergence >= 0)
        || draws < 2
        || examples < LEAST) {
      throw new IllegalArgumentException(
          "risk of a posterior: expected an error from 0 to 1, no negative variance or divergence,"
              + " at least 2 draws and 8 examples, got "
              + meanError
              + ", "
              + variance
              + ", "
              + divergence
              + ", "
              + draws
              + ", "
              + examples);
    }
  }

  /**
   * An upper bound on the mean error on the examples, from the draws alone: the smaller of the
   * relative-entropy and the empirical Bernstein bound, each paid for with half of delta.
   */
  double meanErrorBound(double delta) {
    double chernoff = BinaryKl.upper(meanError, Math.log(2 / delta) / draws);
    double bernstein = TestBernstein.bernstein(meanError, variance, draws, delta / 2);
    return Math.min(1, Math.min(chernoff, bernstein));
  }
}
