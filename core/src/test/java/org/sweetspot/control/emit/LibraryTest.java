package org.sweetspot.control.emit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** The lines themselves; that libraries do what they say is tried in python/tests/test_emit.py. */
class LibraryTest {
  private static final String RECIPE =
      """
      data: {source: digits, split: {train: 320, validation: 100}}
      model: {kind: mlp, hidden: [8]}
      loss: {label-smoothing: 0.1}
      training:
        batch: 32
        accumulation: 2
        optimizer: {kind: sgd, rate: 0.1, momentum: 0.9, weight-decay: 1e-4}
        schedule: {kind: cosine, floor: 0.1, warm-up: 1 epochs}
        budget: 5 epochs
        clip: 2
      """;

  @Test
  void aLoopOfPyTorchHasEverythingThatTheRecipeFixes() {
    assertThat(Library.PYTORCH.lines(recipe(RECIPE), 320))
        .isEqualTo(
            """
            import math
            import torch

            batch_size = 16  # of each piece
            accumulation = 2  # divide each loss by it
            epochs = 5  # 50 updates
            max_steps = 50
            criterion = torch.nn.CrossEntropyLoss(label_smoothing=0.1)
            optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1.0e-4)
            def factor(step):
                return (0.1 + 0.9 * (1 + math.cos(math.pi * step / 50)) / 2) * min(1.0, (step + 1) / 10)
            scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, factor)  # step() after every update
            max_norm = 2  # torch.nn.utils.clip_grad_norm_(model.parameters(), max_norm)
            # by hand: decay weights and embeddings only, neither biases nor normalizations
            """);
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void everyLibraryHasBatchPiecesSmoothingClippingAndRate(Library library) {
    String lines = library.lines(recipe(RECIPE), 320);

    assertThat(lines).contains("16", "0.1", "0.9", "50").containsPattern("accumul|MultiSteps");
    assertThat(lines).containsPattern("clip|max_norm|max_grad_norm").doesNotContain("NaN");
    assertThat(Library.of(library.id())).contains(library);
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void whatALibraryHasNoSettingForIsSaid(Library library) {
    Recipe averaged = recipe(RECIPE + "  averaging: {kind: mean, start: 0.5}\n");

    assertThat(library.lines(averaged, 320)).containsPattern("from update 25 on|from number 25 on");
  }

  @ParameterizedTest
  @EnumSource(Library.class)
  void whatNoLibraryKnowsIsSaidByItsKey(Library library) {
    Recipe changed =
        recipe(
            RECIPE
                + "  staleness: 3\n  sharpness-aware: {kind: sam, radius: 0.07}\n"
                + "  batch-schedule: [{until: 1 epochs, size: 8}]\n");

    assertThat(library.lines(changed, 320))
        .contains("# by hand: training.staleness: 3", "sharpness-aware.radius: 0.07")
        .containsPattern("# by hand: training.batch-schedule.*8");
    assertThat(library.lines(recipe(RECIPE), 320)).doesNotContain("staleness", "batch-schedule");
  }

  @Test
  void aBudgetThatEndsInsideAnEpochIsInUpdates() {
    Recipe recipe = recipe(RECIPE.replace("5 epochs", "47 steps"));

    assertThat(Library.PYTORCH.lines(recipe, 320))
        .contains("epochs = 5  # stop after max_steps\nmax_steps = 47\n");
  }

  private static Recipe recipe(String text) {
    return RecipeReader.parse("recipe", "name: mine\n" + text);
  }
}
