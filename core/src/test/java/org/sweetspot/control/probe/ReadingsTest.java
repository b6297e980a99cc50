package org.sweetspot.control.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.OptimizerRecipe;

class ReadingsTest {
  private static Reading reading(double noise, double signal, double curvature) {
    return new Reading(0.5, noise, 0, signal, 0, curvature, 0);
  }

  @Test
  void withoutNoiseALargerBatchGainsNothing() {
    assertThat(new Readings(List.of(reading(0, 3, 1))).gain(16, 16)).isEqualTo(1);
  }

  @Test
  void withNothingButNoiseTheGainIsTheChange() {
    assertThat(new Readings(List.of(reading(5, 0, 1))).gain(16, 16)).isCloseTo(16, within(1e-12));
    assertThat(new Readings(List.of(reading(5, -2, 1))).gain(16, 16)).isCloseTo(16, within(1e-12));
  }

  @Test
  void theGainIsThatOfAdaScale() {
    // Noise of one batch 32 / 16 = 2, signal 1: (2 + 1) / (2 / 4 + 1) = 2.
    assertThat(new Readings(List.of(reading(32, 1, 1))).gain(16, 4)).isCloseTo(2, within(1e-12));
  }

  @Test
  void theEdgeIsThatOfEachOptimizer() {
    var plain = new OptimizerRecipe.Sgd(0.1, 0, false, 0, false);
    var heavy = new OptimizerRecipe.Sgd(0.1, 0.9, false, 0, false);
    var nesterov = new OptimizerRecipe.Sgd(0.1, 0.9, true, 0, false);
    assertThat(Readings.edge(plain, 4)).isEqualTo(0.5);
    assertThat(Readings.edge(heavy, 4)).isCloseTo(0.95, within(1e-12));
    assertThat(Readings.edge(nesterov, 4)).isCloseTo(0.95 / 2.8, within(1e-12));
    assertThat(Readings.edge(plain, -1)).isInfinite();
    assertThat(Readings.edge(new OptimizerRecipe.AdamW(1e-3, 0.9, 0.999, 1e-8, 0, true), 4))
        .isNaN();
  }

  @Test
  void theEdgesAreWhereIterationsOnAQuadraticBeginToDiverge() {
    for (double momentum : new double[] {0, 0.5, 0.9}) {
      for (boolean nesterov : new boolean[] {false, true}) {
        if (nesterov && momentum == 0) {
          continue;
        }
        double edge = Readings.edge(new OptimizerRecipe.Sgd(1, momentum, nesterov, 0, false), 3);
        assertThat(diverges(momentum, nesterov, 3, edge * 0.999)).isFalse();
        assertThat(diverges(momentum, nesterov, 3, edge * 1.001)).isTrue();
      }
    }
  }

  private static boolean diverges(
      double momentum, boolean nesterov, double curvature, double rate) {
    double w = 1;
    double v = 0;
    for (int i = 0; i < 200_000 && Math.abs(w) < 1e12; i++) {
      double g = curvature * w;
      v = momentum * v + g;
      w -= rate * (nesterov ? g + momentum * v : v);
    }
    return Math.abs(w) > 1;
  }

  @Test
  void typicalIsTheMedianAndLargestTheLargest() {
    Readings readings = new Readings(List.of(reading(1, 1, 9), reading(1, 1, 1), reading(1, 1, 2)));
    assertThat(readings.typicalCurvature()).isEqualTo(2);
    assertThat(readings.largestCurvature()).isEqualTo(9);
  }

  @Test
  void noReadingIsRefused() {
    assertThatThrownBy(() -> new Readings(List.of())).hasMessageContaining("expected at least one");
  }
}
