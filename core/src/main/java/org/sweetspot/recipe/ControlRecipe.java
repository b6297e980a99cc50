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
 */
public record ControlRecipe(
    @Default("{}") ChangeRecipe change,
    @Default("5") int seeds,
    @Default("0.95") double confidence,
    @Default("4") double cost,
    @Default(value = "0", written = false) double pilots) {
  /**
   * No change, five seeds, 95% intervals, at most four times the baseline's examples, no pilots.
   */
  public static final ControlRecipe DEFAULT = new ControlRecipe(ChangeRecipe.NONE, 5, 0.95, 4, 0);

  /** Checks the numbers. */
  public ControlRecipe {
    Require.that(seeds >= 2, "seeds", "at least 2, or there is no interval", seeds);
    Require.that(
        confidence > 0.5 && confidence < 1, "confidence", "above 0.5, below 1", confidence);
    Require.that(cost >= 1, "cost", "at least 1 (no longer than the baseline)", cost);
    Require.that(pilots >= 0 && pilots <= 1, "pilots", "0 to 1", pilots);
  }

  /** Without pilots. */
  public ControlRecipe(ChangeRecipe change, int seeds, double confidence, double cost) {
    this(change, seeds, confidence, cost, 0);
  }

  /** The same with another change. */
  public ControlRecipe withChange(ChangeRecipe value) {
    return new ControlRecipe(value, seeds, confidence, cost, pilots);
  }

  /** The same with another number of seeds. */
  public ControlRecipe withSeeds(int value) {
    return new ControlRecipe(change, value, confidence, cost, pilots);
  }
}
