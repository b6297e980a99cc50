package org.sweetspot.control;

import org.sweetspot.control.change.Change;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** Recipes for the tests of this package. */
final class SampleRecipes {
  private SampleRecipes() {}

  /** 1,600 digits would be needed: 100 steps an epoch of batch 16. */
  static Recipe cnn(String optimizer) {
    return RecipeReader.parse(
        "sample.yaml",
        """
        name: sample
        data: {source: digits, split: {train: 1000, validation: 300, test: 497}}
        model:
          kind: cnn
          convolutions: [{channels: 4}]
          dense: [8]
          normalization: batch
        training:
          batch: 16
          optimizer: %s
          budget: 10 epochs
        control: {change: {batch: 256}, cost: 8}
        """
            .formatted(optimizer));
  }

  /** Another batch on so many examples. */
  static Change batch(Recipe recipe, int batch, int examples) {
    return Change.of(
        recipe.withControl(recipe.control().withChange(ChangeRecipe.batch(batch))),
        any -> examples);
  }

  static Recipe sgd() {
    return cnn("{kind: sgd, rate: 0.1, momentum: 0.9, weight-decay: 1e-4}");
  }
}
