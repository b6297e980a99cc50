package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.MeasureCatalogue;

class FindingTest {
  private static String finding(String id, Value value, Value error) {
    Measure measure = new MeasureCatalogue().choose(List.of(id)).get(0);
    return FindingSentences.of(
        measure,
        new Measurement(
            id,
            value,
            error,
            "",
            Status.ESTIMATE,
            "",
            Conventions.NONE,
            new Cost(0, 0, 0),
            "",
            "test"));
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

  private static Value named(Object... pairs) {
    Map<String, Double> map = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], (Double) pairs[i + 1]);
    }
    return Value.Named.of(map);
  }

  @Test
  void anErrorAsLargeAsTheValueShowsNothing() {
    assertThat(finding("over-confidence", named("gap", 0.03), named("gap", 0.02)))
        .contains("neither");
    assertThat(finding("over-confidence", named("gap", 0.08), named("gap", 0.01)))
        .contains("8.0 points more often than it is");
    assertThat(finding("over-confidence", named("gap", -0.08), named("gap", 0.01)))
        .contains("cautious");
    assertThat(finding("signal-to-noise", named("all", 0.01), named("all", 0.01)))
        .contains("no mean gradient is shown");
    assertThat(finding("signal-to-noise", named("all", 0.02), named("all", 0.001)))
        .contains("about 50 examples");
    assertThat(finding("ntk-alignment", named("centred", 0.1), named("centred", 0.06)))
        .contains("shows nothing");
    assertThat(
            finding(
                "kernel-or-rich", named("kernel-movement", 0.09), named("kernel-movement", 0.02)))
        .contains("is not shown");
    assertThat(
            finding(
                "kernel-or-rich", named("kernel-movement", 0.8), named("kernel-movement", 0.02)))
        .contains("rich regime");
    assertThat(
            finding(
                "group-traces",
                named("gauss-newton-density", 1.1),
                named("gauss-newton-density", 0.1)))
        .contains("on average");
    assertThat(
            finding(
                "group-traces",
                named("gauss-newton-density", 3.0),
                named("gauss-newton-density", 0.1)))
        .contains("sensitive");
    assertThat(finding("sam-sharpness", named("rho-0.05", -1e-9), named()))
        .contains("shows nothing");
    assertThat(finding("nc3", Value.of(0.21), Value.of(0.05))).contains("Too uncertain");
    assertThat(finding("nc3", Value.of(0.05), Value.of(0.01))).contains("point to the class means");
  }

  @Test
  void limitsOfStabilityAreRead() {
    assertThat(finding("sgd-stability", Value.of(1.2), Value.of(0.01))).contains("fails");
    assertThat(finding("sgd-stability", Value.of(1.0), Value.of(1e-6))).contains("stays near");
    assertThat(
            finding(
                "batch-sharpness",
                named("mean-of-ratios", 9.5, "edge", 10.0),
                named("mean-of-ratios", 0.4)))
        .contains("0.95 of the edge")
        .contains("at the edge");
    assertThat(
            finding(
                "hessian-eigenvalues-bottom",
                new Value.Series(List.of(-0.5, 0.1)),
                new Value.Series(List.of(0.01, 0.01))))
        .contains("no minimum");
    assertThat(
            finding(
                "hessian-eigenvalues-bottom",
                new Value.Series(List.of(-0.005, 0.1)),
                new Value.Series(List.of(0.01, 0.01))))
        .contains("nothing speaks against");
    assertThat(finding("layer-eigenvalues", named("a", 1.0, "b", 3.0), named("b", 0.1)))
        .contains("The sharpest is b");
  }

  @Test
  void whatAgreesWithItsControlShowsNothing() {
    assertThat(Found.parts("all", 1.2, 0).beside("all", "normal", 1.2, 0, false).says("tail-index"))
        .contains("no heavy tails shown");
    assertThat(Found.parts("all", 1.2, 0).beside("all", "normal", 1.9, 0, true).says("tail-index"))
        .contains("1.20 differs");
    String spikes = "marchenko-pastur-spikes";
    assertThat(Found.parts("a", 0, 0, "all", 0, 0).beside("a", "normal", 0, 0, false).says(spikes))
        .contains("the spikes show nothing");
    assertThat(Found.parts("a", 4, 0, "all", 4, 0).beside("a", "normal", 0, 0, true).says(spikes))
        .contains("4 directions");
    assertThat(finding("power-law-p", named("a", 0.02, "b", 0.4), named()))
        .contains("1 of 2 layers");
  }

  /** The sentence that only tells how to read numbers is for answers of another form. */
  @Test
  void anAnswerOfAnotherFormIsNotReadWrongly() {
    List<String> wrong = new ArrayList<>();
    for (Measure measure : new MeasureCatalogue().all()) {
      for (Value value :
          List.of(
              Value.of(Double.NaN),
              new Value.Series(List.of()),
              Value.Named.of(Map.of()),
              new Value.Columns(Map.of()))) {
        String says = finding(measure.card().id(), value, value);
        if (says.isBlank() || says.contains("NaN") || says.contains("Infinity")) {
          wrong.add(measure.card().id() + " of " + value + ": " + says);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }
}
