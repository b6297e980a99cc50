package org.sweetspot.recipe;

/**
 * Which weights to keep on disk. The first and the last are always kept.
 *
 * @param kind how they are spaced
 * @param count for {@link Kind#EVERY} the steps between two, for {@link Kind#LOGARITHMIC} the
 *     number per factor of ten in steps, for {@link Kind#TAIL} how many of the last steps
 * @param checkpoint how often the whole state is saved, to go on after an interruption
 */
public record SnapshotRecipe(
    @Default("ends") Kind kind, @Default("1") int count, @Default("10 seconds") Span checkpoint) {
  /** Only the ends, and a checkpoint every ten seconds. */
  public static final SnapshotRecipe DEFAULT = new SnapshotRecipe(Kind.ENDS, 1, Span.seconds(10));

  /** How snapshots are spaced. */
  public enum Kind {
    /** The first and the last weights only. */
    ENDS,
    /** Every so many steps. */
    EVERY,
    /** Evenly in the logarithm of the step. */
    LOGARITHMIC,
    /** Each of the last so many steps. */
    TAIL
  }

  /** Checks the numbers. */
  public SnapshotRecipe {
    Require.that(count >= 1, "count", "at least 1", count);
    Require.that(checkpoint.amount() > 0, "checkpoint", "more than 0", checkpoint);
  }
}
