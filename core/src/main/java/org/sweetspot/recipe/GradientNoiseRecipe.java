package org.sweetspot.recipe;

/**
 * Noise added to each entry of the gradient, before clipping: scale (1 + t)^(-decay / 2) z in
 * update t, counted from 0, with independent z (Neelakantan 2015 for normal ones).
 *
 * @param kind how z is distributed
 * @param scale of the noise; the standard deviation of an entry for kind gaussian; the temperature
 *     of the mean loss for kind langevin, whose noise has the deviation sqrt(2 scale / rate), and
 *     whose prior is that of initialization kind gaussian
 * @param tailIndex alpha of kind alpha-stable: 1 is Cauchy's distribution; at 2 z is normal with
 *     variance 2
 * @param decay how fast the variance falls; 0 keeps it
 */
public record GradientNoiseRecipe(
    Kind kind,
    @Default("0.01") double scale,
    @Default("1.5") double tailIndex,
    @Default("0") double decay) {
  /** No noise. */
  public static final GradientNoiseRecipe NONE = new GradientNoiseRecipe(Kind.NONE, 0.01, 1.5, 0);

  /** How noise is distributed. */
  public enum Kind {
    /** No noise. */
    NONE,
    /** Standard normal. */
    GAUSSIAN,
    /** Symmetric and alpha-stable, with the characteristic function exp(-|u|^alpha). */
    ALPHA_STABLE,
    /** Of Langevin dynamics: the noise of a temperature, and the pull of a Gaussian prior. */
    LANGEVIN
  }

  /** Checks the numbers. */
  public GradientNoiseRecipe {
    Require.that(Double.isFinite(scale) && scale > 0, "scale", "above 0", scale);
    Require.that(
        tailIndex >= 0.1 && tailIndex <= 2, "tail-index", "at least 0.1, at most 2", tailIndex);
    Require.that(Double.isFinite(decay) && decay >= 0, "decay", "0 or more", decay);
  }
}
