package org.sweetspot.control.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.statistics.Sample;

class GradientErrorsTest {
  private static PartError part(String name, double... squares) {
    List<Double> list = java.util.Arrays.stream(squares).boxed().toList();
    return new PartError(name, list, 0.5, 0.1, -0.02, 0.3, 0.04);
  }

  private static ErrorReading reading(double progress, PartError whole, PartError... parts) {
    return new ErrorReading(
        progress, 2, List.of(2.0, 2.0, 2.0), 1 + progress, List.of(parts), whole);
  }

  private static GradientErrors errors() {
    return new GradientErrors(
        List.of(
            reading(0, part("all", 4, 4, 4), part("a", 1, 2, 3), part("b", 2, 2, 2)),
            reading(1, part("all", 8, 8, 8), part("a", 2, 4, 6), part("b", 4, 4, 4))));
  }

  @Test
  void anErrorIsItsMeanSquareOverTheNoiseAveragedOverReadings() {
    // Means 2 and 4 over a noise of 2: 1 and 2.
    assertThat(errors().overNoise(0).value()).isCloseTo(1.5, within(1e-12));
    assertThat(errors().wholeOverNoise().value()).isCloseTo(3, within(1e-12));
    assertThat(errors().additivity().value()).isCloseTo(1, within(1e-12));
    assertThat(errors().biasOverNoise(0).value()).isCloseTo(0.25, within(1e-12));
    assertThat(errors().biasOverNoise(0).error()).isCloseTo(Math.sqrt(2) * 0.05 / 2, within(1e-12));
    // -0.02 twice, over 1 and 2.
    assertThat(errors().along(1)).isCloseTo(-0.04 / 3, within(1e-12));
    assertThat(errors().lossRise(1)).isEqualTo(new Estimate(0.3, 0.04));
  }

  @Test
  void theJackknifeOfAMeanIsItsStandardError() {
    // With the noise known, batch j's value is the mean over readings of its square over the noise.
    double[] byBatch = {0.75, 1.5, 2.25};
    assertThat(errors().overNoise(0).error())
        .isCloseTo(Sample.standardError(byBatch), within(1e-12));
    assertThat(errors().overNoise(1).error()).isZero();
  }

  @Test
  void sharesAddUpToOneAndHaveTheErrorOfARatio() {
    assertThat(errors().share(0).value()).isCloseTo(0.5, within(1e-12));
    assertThat(errors().share(0).value() + errors().share(1).value()).isCloseTo(1, within(1e-12));
    assertThat(errors().share(0).error()).isCloseTo(errors().share(1).error(), within(1e-12));
    // To first order: the error of a times b / (a + b)^2.
    assertThat(errors().share(0).error())
        .isCloseTo(errors().overNoise(0).error() * 1.5 / 9, within(0.01));
  }

  @Test
  void readingsOfOtherPartsAreRefused() {
    assertThatThrownBy(
            () ->
                new GradientErrors(
                    List.of(
                        reading(0, part("all", 1, 1, 1), part("a", 1, 1, 1)),
                        reading(1, part("all", 1, 1, 1), part("b", 1, 1, 1)))))
        .hasMessageContaining("[a], got [b]");
    assertThatThrownBy(() -> new GradientErrors(List.of())).hasMessageContaining("at least one");
  }
}
