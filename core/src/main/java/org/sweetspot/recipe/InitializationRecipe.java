package org.sweetspot.recipe;

/**
 * How the weights start. Biases start at zero except under {@link Kind#DEFAULT} and {@link
 * Kind#GAUSSIAN}.
 *
 * @param kind the distribution
 * @param scale multiplies every weight matrix and kernel
 * @param shape imbalance between layers: of L weight layers, layer l (from 0) is multiplied by
 *     shape^(1 - 2 l / (L - 1)), which leaves the product over the layers as it is
 */
public record InitializationRecipe(
    @Default("default") Kind kind, @Default("1") double scale, @Default("1") double shape) {
  /** As PyTorch starts its layers. */
  public static final InitializationRecipe DEFAULT = new InitializationRecipe(Kind.DEFAULT, 1, 1);

  /** The distribution of initial weights. */
  public enum Kind {
    /** Uniform in +-1/sqrt(fan in), biases too: PyTorch's default. */
    DEFAULT,
    /** Normal with variance 2 / fan in (He 2015). */
    KAIMING,
    /** Normal with variance 2 / (fan in + fan out) (Glorot 2010). */
    XAVIER,
    /** Normal with variance 1 / fan in, biases too: the prior of Langevin dynamics. */
    GAUSSIAN
  }

  /** Checks the numbers. */
  public InitializationRecipe {
    Require.that(Double.isFinite(scale) && scale > 0, "scale", "above 0", scale);
    Require.that(Double.isFinite(shape) && shape > 0, "shape", "above 0", shape);
  }
}
