package org.sweetspot.recipe;

/**
 * The wanted change of a recipe.
 *
 * @param batch the new batch size; 0 leaves it
 */
public record ChangeRecipe(@Default("0") int batch) {
  /** Changes nothing. */
  public static final ChangeRecipe NONE = new ChangeRecipe(0);

  /** Checks the batch. */
  public ChangeRecipe {
    Require.that(batch >= 0, "batch", "0 (leave it) or the new size", batch);
  }
}
