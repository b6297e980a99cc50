package org.sweetspot.report;

import java.util.List;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

/** Made-up measurements. */
final class SampleMeasures {
  private SampleMeasures() {}

  static List<Measurement> measures(double end) {
    return List.of(
        measure("curvature/top", Value.of(3.1 / end), Value.of(0.02), "1/rate"),
        measure("noise/scale", Value.of(210 * end), Value.of(18), "examples"),
        measure("calibration/ece", Value.of(0.047 / end), null, ""),
        measure("spectrum", new Value.Series(List.of(3.1, 2.2, 1.9, 1.2, 0.8, 0.3)), null, ""),
        new Measurement(
            "margin/median",
            null,
            null,
            "",
            Status.NOT_APPLICABLE,
            "none",
            Conventions.reason("the problem shows no outputs"),
            new Cost(0, 0, 0),
            "",
            "Bartlett 2017"));
  }

  static Measurement measure(
      String id, Value value, @org.jspecify.annotations.Nullable Value error, String unit) {
    return new Measurement(
        id,
        value,
        error,
        unit,
        error == null ? Status.EXACT : Status.ESTIMATE,
        "Lanczos; the error is the residual",
        Conventions.of("data", "mean loss, evaluation mode, training split"),
        new Cost(1, 24, 0.8),
        "random labels: 41",
        "Golub and Welsch 1969, section 2");
  }
}
