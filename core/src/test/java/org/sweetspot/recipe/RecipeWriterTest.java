package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.Seed;

class RecipeWriterTest {
  @Test
  void theWholeRecipeIsWrittenWithItsDefaults() {
    Recipe recipe = RecipeReader.parse("small.yaml", RecipeReaderTest.SMALL);

    assertThat(RecipeWriter.write(recipe))
        .isEqualTo(
            """
            name: recipe
            seed: 1
            engine:
              device: cpu
              precision: float
              threads: 0
            data:
              source: digits
              split:
                train: 0
                validation: 0
                test: 0
                seed: 1
                subset: 0
              scaling:
                mean: 0
                deviation: 1
              augmentation:
                crop: 0
                flip: false
                copies: 1
            model:
              kind: mlp
              hidden: [32]
              activation: relu
              normalization:
                kind: none
                ghost: 128
                groups: 8
                momentum: 0.1
                epsilon: 1e-5
              initialization:
                kind: default
                scale: 1
                shape: 1
            loss:
              kind: cross-entropy
              label-smoothing: 0
              class-weights: []
              delta: 1
            training:
              batch: 16
              accumulation: 1
              optimizer:
                kind: sgd
                rate: 0.1
                momentum: 0
                nesterov: false
                weight-decay: 0
                decoupled: false
              schedule:
                kind: constant
                warm-up: 0 steps
              budget: 20 epochs
              clip: 0
              averaging:
                kind: none
                decay: 0.999
                start: 0
              evaluation: 1 epochs
            snapshots:
              kind: ends
              count: 1
              checkpoint: 10 seconds
            control:
              change: {}
              seeds: 5
              confidence: 0.95
              cost: 4
            """);
  }

  @Test
  void whatIsWrittenIsReadAsTheSameRecipe() {
    RandomRecipes recipes = new RandomRecipes(new Seed(3).stream("recipes"));
    Set<Class<?>> kinds = new HashSet<>();
    for (int i = 0; i < 500; i++) {
      Recipe recipe = recipes.next();
      kinds.add(recipe.model().getClass());
      String text = RecipeWriter.write(recipe);

      Recipe read = RecipeReader.parse("random " + i, text);

      assertThat(read).as(text).isEqualTo(recipe);
      assertThat(RecipeWriter.write(read)).isEqualTo(text);
    }
    // A model elsewhere goes with a command alone.
    assertThat(kinds).hasSize(ModelRecipe.class.getPermittedSubclasses().length - 1);
    Recipe command =
        RecipeReader.parse(
            "command.yaml",
            """
            data: {source: {kind: elsewhere, classes: 3}, split: {train: 90, validation: 9, test: 9}}
            training:
              kind: command
              run: python train.py --batch {batch}
              batch: 8
              optimizer: {kind: sgd, rate: 0.1}
              budget: 2 epochs
            """);
    assertThat(RecipeReader.parse("again", RecipeWriter.write(command))).isEqualTo(command);
  }
}
