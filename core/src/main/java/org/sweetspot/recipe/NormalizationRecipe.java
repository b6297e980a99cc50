package org.sweetspot.recipe;

/**
 * The normalization between layers.
 *
 * @param kind which statistics
 * @param ghost examples per chunk of ghost batch normalization (Hoffer 2017); the last chunk may be
 *     smaller; only for kind ghost
 * @param groups channel groups; only for kind group
 * @param momentum weight of the newest batch in the running statistics (batch and ghost)
 * @param epsilon added to variances
 */
public record NormalizationRecipe(
    Kind kind,
    @Default("128") int ghost,
    @Default("8") int groups,
    @Default("0.1") double momentum,
    @Default("1e-5") double epsilon) {
  /** No normalization. */
  public static final NormalizationRecipe NONE =
      new NormalizationRecipe(Kind.NONE, 128, 8, 0.1, 1e-5);

  /** Which statistics normalize. */
  public enum Kind {
    /** None. */
    NONE,
    /** Per channel over the batch. */
    BATCH,
    /** Per channel over chunks of the batch. */
    GHOST,
    /** Per example over all channels. */
    LAYER,
    /** Per example over groups of channels. */
    GROUP
  }

  /** Checks the numbers. */
  public NormalizationRecipe {
    Require.that(ghost >= 2, "ghost", "at least 2 examples", ghost);
    Require.that(groups >= 1, "groups", "at least 1", groups);
    Require.that(momentum > 0 && momentum <= 1, "momentum", "above 0, at most 1", momentum);
    Require.that(epsilon > 0, "epsilon", "above 0", epsilon);
  }

  /** The same numbers with another kind. */
  public NormalizationRecipe withKind(Kind value) {
    return new NormalizationRecipe(value, ghost, groups, momentum, epsilon);
  }

  /** Ghost batch normalization over chunks of that size, the other numbers as they are. */
  public NormalizationRecipe withGhost(int size) {
    return new NormalizationRecipe(Kind.GHOST, size, groups, momentum, epsilon);
  }
}
