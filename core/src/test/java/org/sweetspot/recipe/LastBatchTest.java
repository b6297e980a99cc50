package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** A last batch of one example has no batch statistics: refused before anything is trained. */
class LastBatchTest {
  private static String recipe(String train, String normalization, String more) {
    return """
    data: {source: digits, split: {train: %s, validation: 50, test: 50}}
    model: {kind: mlp, hidden: [8], normalization: %s}
    training: {batch: 32, optimizer: {kind: sgd, rate: 0.1}, budget: 3 epochs%s}
    """
        .formatted(train, normalization, more);
  }

  private static Recipe read(String text) {
    return RecipeReader.parse("a.yaml", text);
  }

  @Test
  void aLastBatchOfOneIsRefusedWhenTheRecipeIsRead() {
    // 97 = 3 * 32 + 1.
    assertThatThrownBy(() -> read(recipe("97", "batch", "")))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("training.batch: expected a size that leaves at least 2 examples")
        .hasMessageContaining("got 32, which leaves 1 of 97")
        .hasMessageContaining("set data.split.train to 96");
    assertThat(read(recipe("96", "batch", ""))).isNotNull();
    assertThat(read(recipe("98", "batch", ""))).isNotNull();
    assertThat(read(recipe("97", "layer", ""))).isNotNull();
    assertThat(read(recipe("97", "none", ""))).isNotNull();
  }

  @Test
  void piecesOfALastBatchAreLookedAtToo() {
    // The last batch of 3 in two pieces: 1 and 2.
    assertThatThrownBy(() -> read(recipe("99", "batch", ", accumulation: 2")))
        .hasMessageContaining("which leaves 3 of 99");
    assertThat(read(recipe("100", "batch", ", accumulation: 2"))).isNotNull();
    // The last batch of 2 in four pieces: two of one example each, the others empty.
    assertThatThrownBy(() -> read(recipe("98", "batch", ", accumulation: 4")))
        .hasMessageContaining("which leaves 2 of 98");
  }

  @Test
  void theChangedBatchIsLookedAtToo() {
    assertThatThrownBy(() -> read(recipe("96", "batch", "") + "control: {change: {batch: 19}}\n"))
        .hasMessageContaining("control.change.batch: expected a size that leaves")
        .hasMessageContaining("got 19, which leaves 1 of 96");
  }

  @Test
  void convolutionsHaveStatisticsOverPositions() {
    String cnn =
        recipe("97", "batch", "").replace("mlp, hidden: [8]", "cnn, convolutions: [{channels: 4}]");
    assertThat(read(cnn)).isNotNull();
    assertThatThrownBy(() -> read(cnn.replace("[{channels: 4}]", "[{channels: 4}], dense: [8]")))
        .hasMessageContaining("which leaves 1 of 97");
  }

  @Test
  void whereTheDataSayHowManyThereAreTheyAreAsked() {
    Recipe open = read(recipe("0", "batch", ""));
    assertThat(RecipeCheck.require(open, 96)).isEqualTo(open);
    assertThatThrownBy(() -> RecipeCheck.require(open, 1697))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("which leaves 1 of 1697");
  }
}
