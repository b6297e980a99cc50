package org.sweetspot.control.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ConvolutionRecipe;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.RecipeReader;

class ForwardCostTest {
  private static ModelRecipe model(String model) {
    return RecipeReader.parse(
            "a.yaml",
            "name: a\ndata: {source: digits}\nmodel: "
                + model
                + "\ntraining: {batch: 8, optimizer: {kind: sgd, rate: 0.1}, budget: 1 epochs}\n")
        .model();
  }

  /** Counted by hand for an image of 1 x 8 x 8 and 10 classes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "linear|640",
        "{kind: mlp, hidden: [5, 3]}|365",
        // 9 weights at 64 positions for 4 channels; pooled to 4 x 4; 64 x 10.
        "{kind: cnn, convolutions: [{channels: 4, pool: 2}]}|2944",
        // Stem 9 x 4 x 64, two convolutions 9 x 16 x 64 each, mean, 4 x 10.
        "{kind: residual, channels: 4, blocks: [1]}|20776",
        // And a stage of 8 channels at 16 positions: 9 x 4 x 8, 9 x 8 x 8, shortcut 4 x 8; 8 x 10.
        "{kind: residual, channels: 4, blocks: [1, 1]}|35152"
      })
  void multiplicationsAreThoseCountedByHand(String model, double expected) {
    assertThat(ForwardCost.of(model(model), List.of(1, 8, 8), 10)).hasValue(expected);
  }

  @Test
  void signalsTokensAndForeignModules() {
    ModelRecipe audio =
        new ModelRecipe.Audio(
            List.of(new ConvolutionRecipe(2, 9, 1, 1)),
            List.of(),
            Activation.RELU,
            NormalizationRecipe.NONE,
            InitializationRecipe.DEFAULT);
    // 9 weights at 100 positions for 2 channels, mean over time, 2 x 10.
    assertThat(ForwardCost.of(audio, List.of(1, 100), 10)).hasValue(1820);
    ModelRecipe transformer =
        new ModelRecipe.Transformer(
            8, 2, 1, NormalizationRecipe.NONE, InitializationRecipe.DEFAULT);
    // 12 x 8^2 for each of 4 tokens, 2 x 8 for each of 16 pairs, 4 x 8 x 256.
    assertThat(ForwardCost.of(transformer, List.of(4), 256))
        .hasValue(12 * 64 * 4 + 16 * 16 + 4 * 8 * 256);
    assertThat(ForwardCost.of(new ModelRecipe.TorchScript("model.pt"), List.of(1, 8, 8), 10))
        .isEmpty();
  }
}
