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
 * @param subset number of the training examples that are trained on, the first of the draw; 0 takes
 *     all. Validation and test examples stay the same, so that less data can be compared
 */
public record SplitRecipe(
    @Default("0") int train,
    @Default("0") int validation,
    @Default("0") int test,
    @Default("1") long seed,
    @Default("0") int subset) {
  /** All training examples of the split. */
  public SplitRecipe(int train, int validation, int test, long seed) {
    this(train, validation, test, seed, 0);
  }

  /** Checks the counts. */
  public SplitRecipe {
    Require.that(train >= 0, "train", "0 (all that are left) or more", train);
    Require.that(validation >= 0, "validation", "0 or more", validation);
    Require.that(test >= 0, "test", "0 (all that are left) or more", test);
    Require.that(
        subset >= 0 && (train == 0 || subset <= train),
        "subset",
        "0 (all of the training split) to the number of its examples",
        subset);
  }

  /** Number of examples that are trained on; 0 where it follows from the source. */
  public int used() {
    return subset > 0 ? subset : train;
  }

  /** The same draw, trained on its first examples only. */
  public SplitRecipe withSubset(int value) {
    return new SplitRecipe(train, validation, test, seed, value);
  }
}
