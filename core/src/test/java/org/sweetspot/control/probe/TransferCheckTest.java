package org.sweetspot.control.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

class TransferCheckTest {
  private static final List<Double> FACTORS = List.of(0.1, 1 / 3.0, 1.0, 3.0, 10.0);

  private static Recipe recipe(int width) {
    return RecipeReader.parse(
        "a.yaml",
        """
        name: a
        data: {source: digits}
        model: {kind: mlp, hidden: [%d]}
        training: {batch: 8, optimizer: {kind: sgd, rate: 0.1}, budget: 2 epochs}
        """
            .formatted(width));
  }

  /** Scores that are best at a rate which falls as a power of the width, 0.1 at width 16. */
  private static TransferCheck check(double power) {
    return TransferCheck.of(
        Stream.of(16, 144).map(TransferCheckTest::recipe).toList(),
        FACTORS,
        recipe ->
            -Math.abs(
                Math.log(
                    recipe.training().optimizer().rate()
                        / 0.1
                        * Math.pow(recipe.model().widths().get(0) / 16.0, power))));
  }

  @Test
  void aRateThatStaysTransfers() {
    TransferCheck check = check(0);
    assertThat(check.holds()).isTrue();
    assertThat(check.best()).isEqualTo(1);
  }

  @Test
  void aRateThatFallsWithTheWidthDoesNot() {
    assertThat(check(0.5).holds()).isTrue(); // One step.
    assertThat(check(1).widths().get(1).best()).isZero();
    assertThat(check(1).holds()).isFalse();
    assertThat(check(1).isOpen()).isTrue();
  }

  @Test
  void aTrainingThatDivergedIsNeverTheBest() {
    assertThat(new TransferCheck.Width(8, List.of(Double.NaN, -5.0, Double.NaN)).best())
        .isEqualTo(1);
    assertThatThrownBy(() -> new TransferCheck(FACTORS, List.of()))
        .hasMessageContaining("two widths");
  }
}
