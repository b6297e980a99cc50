package org.sweetspot.recipe;

/**
 * What {@code sweetspot control} alters, and how carefully it looks.
 *
 * @param change the wanted change
 * @param seeds paired seeds of every arm
 * @param confidence of every interval
 * @param cost the most that longer training may cost, as a multiple of the baseline's examples
 * @param pilots the most that a pilot may cost from which a prediction is made, as a share of the
 *     changed arm; 0 for none
 * @param limit the most points of validation accuracy that a recipe may cost in which some layers
 *     are kept from the change
 */
public record ControlRecipe(
    @Default("{}") ChangeRecipe change,
    @Default("5") int seeds,
    @Default("0.95") double confidence,
    @Default("4") double cost,
    @Default(value = "0", written = false) double pilots,
    @Default(value = "0.5", written = false) double limit) {
  private static final double LIMIT = 0.5;

  /**
   * No change, five seeds, 95% intervals, at most four times the baseline's examples, no pilots,
   * half a point.
   */
  public static final ControlRecipe DEFAULT = new ControlRecipe(ChangeRecipe.NONE, 5, 0.95, 4, 0);

  /** Checks the numbers. */
  public ControlRecipe {
    Require.that(seeds >= 2, "seeds", "at least 2, or there is no interval", seeds);
    Require.that(
        confidence > 0.5 && confidence < 1, "confidence", "above 0.5, below 1", confidence);
    Require.that(cost >= 1, "cost", "at least 1 (no longer than the baseline)", cost);
    Require.that(pilots >= 0 && pilots <= 1, "pilots", "0 to 1", pilots);
    Require.that(limit > 0 && limit < 100, "limit", "above 0, below 100", limit);
  }

  /** With a limit of half a point. */
  public ControlRecipe(
      ChangeRecipe change, int seeds, double confidence, double cost, double pilots) {
    this(change, seeds, confidence, cost, pilots, LIMIT);
  }

  /** Without pilots. */
  public ControlRecipe(ChangeRecipe change, int seeds, double confidence, double cost) {
    this(change, seeds, confidence, cost, 0);
  }

  /** The same with another change. */
  public ControlRecipe withChange(ChangeRecipe value) {
    return new ControlRecipe(value, seeds, confidence, cost, pilots, limit);
  }

  /** The same with another number of seeds. */
  public ControlRecipe withSeeds(int value) {
    return new ControlRecipe(change, value, confidence, cost, pilots, limit);
  }
}
