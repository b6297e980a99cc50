package org.sweetspot.measure.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.TableProblem;
import org.sweetspot.measure.profile.MeasureCatalogue;
import org.sweetspot.problem.Split;

class PriorBaselineTest {
  /** Classes 0, 0, 0, 1: entropy and 1 - sum f^2 of (3/4, 1/4), and differences row by row. */
  @Test
  void theControlIsWhatTheFrequenciesScore() {
    double[][] table = {{0.9, 0.1}, {0.8, 0.2}, {0.6, 0.4}, {0.3, 0.7}};
    int[] labels = {0, 0, 0, 1};
    double[] guess = {-Math.log(0.75), -Math.log(0.75), -Math.log(0.75), -Math.log(0.25)};
    double[] own = {-Math.log(0.9), -Math.log(0.8), -Math.log(0.6), -Math.log(0.7)};
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < 4; i++) {
      mean += (own[i] - guess[i]) / 4;
    }
    for (int i = 0; i < 4; i++) {
      squares += Math.pow(own[i] - guess[i] - mean, 2) / 3;
    }
    try (TableProblem problem =
            new TableProblem(Map.of(Split.TEST, table), Map.of(Split.TEST, labels));
        MeasureContext context = Fixtures.context(problem)) {
      Measurement nll = ask("nll", context);
      double entropy = -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25);
      NullControl beside = nll.nullControl().orElseThrow();
      assertThat(beside.value()).isCloseTo(entropy, within(1e-12));
      assertThat(beside.error()).isCloseTo(Math.sqrt(squares / 4), within(1e-12));
      assertThat(ask("brier", context).nullControl().orElseThrow().value())
          .isCloseTo(1 - 0.75 * 0.75 - 0.25 * 0.25, within(1e-12));
      assertThat(ask("accuracy", context).nullControl("test").orElseThrow().value())
          .isEqualTo(0.75);
    }
  }

  private static Measurement ask(String id, MeasureContext context) {
    return new MeasureCatalogue().choose(List.of(id)).get(0).measure(context);
  }
}
