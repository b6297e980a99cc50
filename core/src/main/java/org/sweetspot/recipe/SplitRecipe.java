package org.sweetspot.recipe;

/**
 * How many examples go where. A source with a test part of its own keeps it apart; otherwise all
 * three splits are drawn from one shuffle, and where neither train nor test is given a fifth of the
 * examples is the test split. The draw depends on {@code seed} here and not on the run's seed, so
 * that every run of an experiment sees the same splits.
 *
 * @param train number of training examples; 0 takes all that are left
 * @param validation number of examples held out of training for decisions
 * @param test number of test examples; 0 takes all that are left
 * @param seed of the draw
 */
public record SplitRecipe(
    @Default("0") int train,
    @Default("0") int validation,
    @Default("0") int test,
    @Default("1") long seed) {
  /** Checks the counts. */
  public SplitRecipe {
    Require.that(train >= 0, "train", "0 (all that are left) or more", train);
    Require.that(validation >= 0, "validation", "0 or more", validation);
    Require.that(test >= 0, "test", "0 (all that are left) or more", test);
  }
}
