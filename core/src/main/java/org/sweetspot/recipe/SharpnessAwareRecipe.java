package org.sweetspot.recipe;

/**
 * Sharpness-aware minimization: the gradient is taken not at the weights but at the worst point
 * nearby, w + e, where to first order the loss is largest within a radius.
 *
 * @param kind which neighbourhood
 * @param radius of the neighbourhood
 * @param every so many updates, the first among them; the others are plain
 */
public record SharpnessAwareRecipe(
    Kind kind, @Default("0.05") double radius, @Default("1") int every) {
  /** Plain gradients. */
  public static final SharpnessAwareRecipe NONE = new SharpnessAwareRecipe(Kind.NONE, 0.05, 1);

  /** Which neighbourhood of the weights. */
  public enum Kind {
    /** None: plain gradients. */
    NONE,
    /** A ball: e = radius g / |g| (Foret 2021). */
    SAM,
    /**
     * An ellipsoid that scales with the weights: e = radius T^2 g / |T g|, with T = |w| + 0.01 for
     * weights and embeddings and 1 for biases and normalizations (Kwon 2021).
     */
    ASAM
  }

  /** Checks the numbers. */
  public SharpnessAwareRecipe {
    Require.that(Double.isFinite(radius) && radius > 0, "radius", "above 0", radius);
    Require.that(every >= 1, "every", "1 update or more", every);
  }

  /** Gradients that an update takes on average: 1 plain, up to 2. */
  public double gradients() {
    return kind == Kind.NONE ? 1 : 1 + 1.0 / every;
  }
}
