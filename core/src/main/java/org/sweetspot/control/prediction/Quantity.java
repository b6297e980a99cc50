package org.sweetspot.control.prediction;

/**
 * What is predicted, and on which scale. Accuracy: the logit of the test error with half an example
 * added to both sides, since errors near zero and near chance move in shares and not in points.
 * Loss: the logarithm of the mean test loss.
 */
public enum Quantity {
  /** Share of right answers on the test split, 0 to 1. */
  ACCURACY("testAccuracy") {
    @Override
    public double scaled(double value, int examples) {
      double wrong = Math.max(0, Math.min(1, 1 - value)) * examples;
      return Math.log((wrong + 0.5) / (examples - wrong + 0.5));
    }

    @Override
    public double value(double scaled, int examples) {
      double share = 1 / (1 + Math.exp(-scaled));
      double wrong = share * (examples + 1) - 0.5;
      return 1 - Math.max(0, Math.min(1, wrong / examples));
    }
  },
  /** Mean loss on the test split. */
  LOSS("testLoss") {
    @Override
    public double scaled(double value, int examples) {
      return Math.log(Math.max(1e-6, Math.min(MOST, Double.isNaN(value) ? MOST : value)));
    }

    @Override
    public double value(double scaled, int examples) {
      return Math.exp(scaled);
    }
  };

  /** Losses beyond this, and those of runs that diverged, count as this. */
  private static final double MOST = 1000;

  private final String id;

  Quantity(String id) {
    this.id = id;
  }

  /** As JSON writes it. */
  public String id() {
    return id;
  }

  /**
   * A value on the scale of predictions, where larger is worse.
   *
   * @param value accuracy as a share, or loss
   * @param examples that it was taken on
   */
  public abstract double scaled(double value, int examples);

  /** The inverse of {@link #scaled}. */
  public abstract double value(double scaled, int examples);
}
