package org.sweetspot.recipe;

/** The rule that turns gradients into updates. */
public sealed interface OptimizerRecipe
    permits OptimizerRecipe.Sgd, OptimizerRecipe.AdamW, OptimizerRecipe.RmsProp {
  /** The learning rate before any schedule. */
  double rate();

  /** The factor of weight decay; weights and embeddings only, never biases or normalizations. */
  double weightDecay();

  /** The same rule with another learning rate. */
  OptimizerRecipe withRate(double value);

  /** The same rule with another weight decay. */
  OptimizerRecipe withWeightDecay(double value);

  /**
   * Stochastic gradient descent: v := m v + g; w := w - rate v (heavy ball), or w := w - rate (g +
   * m v) (Nesterov).
   *
   * @param decoupled false adds weightDecay * w to the gradient; true subtracts rate * weightDecay
   *     * w from the weights
   */
  record Sgd(
      double rate,
      @Default("0") double momentum,
      @Default("false") boolean nesterov,
      @Default("0") double weightDecay,
      @Default("false") boolean decoupled)
      implements OptimizerRecipe {
    /** Checks the numbers. */
    public Sgd {
      checkRate(rate, weightDecay);
      Require.that(momentum >= 0 && momentum < 1, "momentum", "at least 0, below 1", momentum);
      Require.that(!nesterov || momentum > 0, "nesterov", "a momentum above 0 with it", momentum);
    }

    @Override
    public Sgd withRate(double value) {
      return new Sgd(value, momentum, nesterov, weightDecay, decoupled);
    }

    @Override
    public Sgd withWeightDecay(double value) {
      return new Sgd(rate, momentum, nesterov, value, decoupled);
    }

    /** The same rule with another momentum. */
    public Sgd withMomentum(double value) {
      return new Sgd(rate, value, nesterov && value > 0, weightDecay, decoupled);
    }
  }

  /** Adam with bias correction (Kingma and Ba 2015); decoupled decay makes it AdamW. */
  @Called("adamw")
  record AdamW(
      double rate,
      @Default("0.9") double beta1,
      @Default("0.999") double beta2,
      @Default("1e-8") double epsilon,
      @Default("0") double weightDecay,
      @Default("true") boolean decoupled)
      implements OptimizerRecipe {
    /** Checks the numbers. */
    public AdamW {
      checkRate(rate, weightDecay);
      Require.that(beta1 >= 0 && beta1 < 1, "beta1", "at least 0, below 1", beta1);
      Require.that(beta2 >= 0 && beta2 < 1, "beta2", "at least 0, below 1", beta2);
      Require.that(epsilon > 0, "epsilon", "above 0", epsilon);
    }

    @Override
    public AdamW withRate(double value) {
      return new AdamW(value, beta1, beta2, epsilon, weightDecay, decoupled);
    }

    @Override
    public AdamW withWeightDecay(double value) {
      return new AdamW(rate, beta1, beta2, epsilon, value, decoupled);
    }
  }

  /** RMSProp: s := d s + (1 - d) g^2; v := m v + g / (sqrt(s) + epsilon); w := w - rate v. */
  @Called("rmsprop")
  record RmsProp(
      double rate,
      @Default("0.99") double decay,
      @Default("1e-8") double epsilon,
      @Default("0") double momentum,
      @Default("0") double weightDecay,
      @Default("false") boolean decoupled)
      implements OptimizerRecipe {
    /** Checks the numbers. */
    public RmsProp {
      checkRate(rate, weightDecay);
      Require.that(decay >= 0 && decay < 1, "decay", "at least 0, below 1", decay);
      Require.that(epsilon > 0, "epsilon", "above 0", epsilon);
      Require.that(momentum >= 0 && momentum < 1, "momentum", "at least 0, below 1", momentum);
    }

    @Override
    public RmsProp withRate(double value) {
      return new RmsProp(value, decay, epsilon, momentum, weightDecay, decoupled);
    }

    @Override
    public RmsProp withWeightDecay(double value) {
      return new RmsProp(rate, decay, epsilon, momentum, value, decoupled);
    }
  }

  private static void checkRate(double rate, double weightDecay) {
    Require.that(Double.isFinite(rate) && rate > 0, "rate", "above 0", rate);
    Require.that(
        Double.isFinite(weightDecay) && weightDecay >= 0, "weight-decay", "0 or more", weightDecay);
  }
}
