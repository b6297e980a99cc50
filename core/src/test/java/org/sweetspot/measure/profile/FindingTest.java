package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;

class FindingTest {
  private static String finding(String id, Value value, Value error) {
    Measure measure = new MeasureCatalogue().choose(List.of(id)).get(0);
    return measure.finding(
        new Measurement(
            id, value, error, "", Status.ESTIMATE, "", "", new Cost(0, 0, 0), "", "test"));
  }

  @Test
  void theEdgeOfStabilityIsNamed() {
    assertThat(finding("stability-margin", Value.of(0.2), Value.of(0))).contains("Well below 1");
    assertThat(finding("stability-margin", Value.of(1.01), Value.of(0))).contains("At the edge");
    assertThat(finding("stability-margin", Value.of(2.5), Value.of(0))).contains("Beyond 1");
  }

  @Test
  void whatCannotBeToldFromNothingIsSaidSo() {
    assertThat(finding("ece", Value.of(0.02), Value.of(0.02))).contains("no miscalibration shown");
    assertThat(finding("ece", Value.of(0.2), Value.of(0.02))).contains("20.0 points apart");
    Value small = Value.Named.of(Map.of("accuracy", 0.01));
    assertThat(finding("gap", small, Value.Named.of(Map.of("accuracy", 0.02))))
        .contains("Within the error of zero");
    assertThat(finding("gap", small, Value.Named.of(Map.of("accuracy", 0.001))))
        .contains("1.0 points");
    assertThat(
            finding(
                "temperature",
                Value.Named.of(Map.of("temperature", 1.6)),
                Value.Named.of(Map.of("temperature", 0.1))))
        .contains("over-confident");
  }

  @Test
  void everyMeasureSaysSomething() {
    for (Measure measure : new MeasureCatalogue().all()) {
      assertThat(finding(measure.card().id(), Value.of(1), Value.of(0.1))).isNotBlank();
    }
  }
}
