package org.sweetspot.recipe;

/** Whether every update of a training has enough examples for batch statistics. */
final class BatchStatistics {
  private BatchStatistics() {}

  /**
   * Whether the model normalizes values that an example has but one of, so that statistics over a
   * single example do not exist. Convolutions have one at each position.
   */
  static boolean needTwo(ModelRecipe model) {
    NormalizationRecipe.Kind kind = model.normalization().kind();
    if (kind != NormalizationRecipe.Kind.BATCH && kind != NormalizationRecipe.Kind.GHOST) {
      return false;
    }
    return model instanceof ModelRecipe.Mlp
        || (model instanceof ModelRecipe.Cnn cnn && !cnn.dense().isEmpty())
        || (model instanceof ModelRecipe.Audio audio && !audio.dense().isEmpty());
  }

  /**
   * The fewest rows that the last update of an epoch computes together: its batch is what is left,
   * cut into as many pieces as the recipe accumulates.
   *
   * @param examples in the training split
   */
  static long fewest(int examples, int batch, int accumulation, int copies) {
    long last = examples % batch == 0 ? batch : examples % batch;
    return Math.max(1, last / accumulation) * copies;
  }
}
