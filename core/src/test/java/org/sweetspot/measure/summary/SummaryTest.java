package org.sweetspot.measure.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.recipe.OptimizerRecipe;

class SummaryTest {
  private static Measurement answer(
      String id, @Nullable Value value, @Nullable Value error, Status status) {
    return new Measurement(
        id, value, error, "", status, "e", Conventions.definition("c"), new Cost(0, 0, 0), "", "s");
  }

  private static Measurement number(String id, double value, double error) {
    return answer(id, Value.of(value), Value.of(error), Status.ESTIMATE);
  }

  private static Measurement named(String id, String part, double value, double error) {
    return answer(
        id,
        Value.Named.of(Map.of(part, value)),
        Value.Named.of(Map.of(part, error)),
        Status.ESTIMATE);
  }

  private static Summary summary(Measurement... answers) {
    return Summary.of(Profile.of(List.of(answers)), TrainingFacts.UNKNOWN);
  }

  private static Confidence.Level confidence(double gap, double temperature) {
    return summary(
            named("over-confidence", "gap", gap, 0.01),
            named("temperature", "temperature", temperature, 0.1))
        .confidence()
        .orElseThrow()
        .level();
  }

  @Test
  void overConfidenceAndTemperatureAreDecidedTogether() {
    assertThat(confidence(0.05, 1.5)).isEqualTo(Confidence.Level.OVER);
    assertThat(confidence(0.05, 1.1)).isEqualTo(Confidence.Level.OVER_ON_AVERAGE);
    assertThat(confidence(0.01, 1.5)).isEqualTo(Confidence.Level.OVER);
    assertThat(confidence(0.05, 0.5)).isEqualTo(Confidence.Level.MIXED);
    assertThat(confidence(-0.05, 0.5)).isEqualTo(Confidence.Level.UNDER);
    assertThat(confidence(-0.05, 1)).isEqualTo(Confidence.Level.UNDER_ON_AVERAGE);
    assertThat(confidence(0.019, 1.19)).isEqualTo(Confidence.Level.NOT_SHOWN);
  }

  @Test
  void aTemperatureAtItsBoundIsNoAdvice() {
    Measurement bound =
        answer(
            "temperature",
            Value.Named.of(Map.of("temperature", 20.0)),
            Value.Named.of(Map.of("temperature", 0.0)),
            Status.NOT_CONVERGED);
    assertThat(summary(named("over-confidence", "gap", 0.5, 0.01), bound).confidence())
        .get()
        .extracting(Confidence::level)
        .isEqualTo(Confidence.Level.AT_BOUND);
  }

  @Test
  void theStepIsJudgedByItsShareOfTheThreshold() {
    double[] ratios = {0.2, 0.7, 0.9, 1.1, 3};
    Sharpness.Level[] levels = {
      Sharpness.Level.WELL_BELOW,
      Sharpness.Level.BELOW,
      Sharpness.Level.AT_EDGE,
      Sharpness.Level.AT_EDGE,
      Sharpness.Level.BEYOND
    };
    for (int i = 0; i < ratios.length; i++) {
      assertThat(
              summary(number("stability-margin", ratios[i], 0)).sharpness().orElseThrow().level())
          .isEqualTo(levels[i]);
    }
    // An error as large as the distance from 1 leaves the side open.
    assertThat(summary(number("stability-margin", 1.5, 0.3)).sharpness().orElseThrow().level())
        .isEqualTo(Sharpness.Level.AT_EDGE);
  }

  @Test
  void withoutARateTheCurvatureStandsAlone() {
    Measurement top =
        answer(
            "hessian-eigenvalues",
            new Value.Series(List.of(4.0, 1.0)),
            new Value.Series(List.of(0.0, 0.0)),
            Status.ESTIMATE);
    Measurement bottom =
        answer(
            "hessian-eigenvalues-bottom",
            new Value.Series(List.of(-1.0)),
            new Value.Series(List.of(0.1)),
            Status.ESTIMATE);
    Sharpness found = summary(top, bottom).sharpness().orElseThrow();
    assertThat(found.level()).isEqualTo(Sharpness.Level.NO_RATE);
    assertThat(found.top().value()).isEqualTo(4);
    assertThat(found.bendsDown()).isTrue();
  }

  @Test
  void theBatchIsJudgedByTheNoiseScale() {
    Profile profile = Profile.of(List.of(number("noise-scale", 100, 5)));
    for (int batch : new int[] {10, 100, 1000}) {
      Noise noise =
          Summary.of(profile, TrainingFacts.UNKNOWN.withBatch(batch)).noise().orElseThrow();
      assertThat(noise.level())
          .isEqualTo(
              batch == 10
                  ? Noise.Level.SMALL
                  : batch == 100 ? Noise.Level.BALANCED : Noise.Level.LARGE);
      // McCandlish et al.: (steps / fewest - 1)(examples / fewest - 1) = 1.
      assertThat((noise.steps() - 1) * (noise.examples() - 1)).isCloseTo(1, within(1e-12));
    }
    assertThat(summary(number("noise-scale", 0, 0)).noise().orElseThrow().level())
        .isEqualTo(Noise.Level.NONE);
    assertThat(summary(number("noise-scale", 100, 60)).noise().orElseThrow().level())
        .isEqualTo(Noise.Level.UNCLEAR);
  }

  @Test
  void withoutASignalThereIsNoScaleAndThatIsSaid() {
    Noise noise =
        summary(named("gradient-noise", "squared-gradient", -0.04, 0.03)).noise().orElseThrow();
    assertThat(noise.level()).isEqualTo(Noise.Level.NO_SIGNAL);
    assertThat(summary(named("gradient-noise", "squared-gradient", 1, 0.03)).noise()).isEmpty();
  }

  @Test
  void whereTwoNoiseScalesDifferTheOneOfBatchesCounts() {
    Noise differ =
        summary(number("noise-scale", 10, 1), number("noise-scale-two-batch", 500, 90))
            .noise()
            .orElseThrow();
    assertThat(differ.id()).isEqualTo("noise-scale-two-batch");
    assertThat(differ.other().value()).isEqualTo(10);
    Noise agree =
        summary(number("noise-scale", 450, 10), number("noise-scale-two-batch", 500, 90))
            .noise()
            .orElseThrow();
    assertThat(agree.id()).isEqualTo("noise-scale");
    assertThat(agree.other().known()).isFalse();
  }

  @Test
  void heldOutRowsComeFirstAndAGapNeedsMoreThanItsError() {
    Measurement accuracy =
        answer(
            "accuracy",
            Value.Named.of(Map.of("train", 0.99, "test", 0.8)),
            Value.Named.of(Map.of("train", 0.01, "test", 0.01)),
            Status.ESTIMATE);
    Quality quality =
        summary(accuracy, named("gap", "accuracy", 0.19, 0.02)).quality().orElseThrow();
    assertThat(quality.split()).isEqualTo("test");
    assertThat(quality.overfits()).isTrue();
    assertThat(
            summary(accuracy, named("gap", "accuracy", 0.19, 0.1))
                .quality()
                .orElseThrow()
                .overfits())
        .isFalse();
    assertThat(summary(named("accuracy", "train", 1, 0)).quality().orElseThrow().seenOnly())
        .isTrue();
  }

  @Test
  void layersAreComparedWithTheOthers() {
    Measurement norms =
        answer(
            "spectral-norms",
            Value.Named.of(Map.of("a", 1.0, "b", 1.2, "c", 30.0, "d", 0.0, "product", 1e9)),
            null,
            Status.EXACT);
    Measurement ranks =
        answer(
            "stable-rank",
            Value.Named.of(Map.of("a", 8.0, "b", 1.01, "c", 7.0, "mean", 5.3)),
            null,
            Status.EXACT);
    Layers layers = summary(norms, ranks).layers().orElseThrow();
    assertThat(layers.looked()).isEqualTo(4);
    assertThat(layers.oddities())
        .extracting(LayerOddity::layer, LayerOddity::kind)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("d", LayerOddity.Kind.ZERO),
            org.assertj.core.groups.Tuple.tuple("b", LayerOddity.Kind.ONE_DIRECTION),
            org.assertj.core.groups.Tuple.tuple("c", LayerOddity.Kind.LARGE));
  }

  @Test
  void layersCountAsLearnedOnlyWhereBothControlsDiffer() {
    Measurement spikes =
        new Measurement(
            "marchenko-pastur-spikes",
            Value.Named.of(Map.of("a", 3.0, "b", 1.0, "all", 4.0)),
            null,
            "",
            Status.EXACT,
            "e",
            Conventions.definition("c"),
            new Cost(0, 0, 0),
            "text",
            "s",
            List.of(
                new NullControl("a", "Gaussian", 0, 0, true),
                new NullControl("a", "shuffled", 0, 0, true),
                new NullControl("b", "Gaussian", 0, 0, true),
                new NullControl("b", "shuffled", 1, 0, false)),
            new java.util.TreeMap<>());
    assertThat(summary(spikes).structure()).contains(new Structure(4, 2, 1));
  }

  @Test
  void aPathIsHeldAgainstARandomWalk() {
    Measurement length =
        answer(
            "trajectory-length",
            Value.Named.of(Map.of("path", 22.0, "straightness", 0.9)),
            null,
            Status.EXACT);
    Path path = summary(length).path().orElseThrow();
    assertThat(path.length().value()).isEqualTo(22);
    assertThat(path.directed()).isFalse();
    assertThat(new Path(path.length(), path.straightness(), new Estimate(0.3, 0)).directed())
        .isTrue();
  }

  @Test
  void whatWasNotMeasuredIsAbsent() {
    Summary none = summary(answer("loss", null, null, Status.NOT_APPLICABLE));
    assertThat(none.quality()).isEmpty();
    assertThat(none.sharpness()).isEmpty();
    assertThat(none.noise()).isEmpty();
    assertThat(none.confidence()).isEmpty();
    assertThat(none.layers()).isEmpty();
    assertThat(none.structure()).isEmpty();
    assertThat(none.path()).isEmpty();
    TrainingFacts facts =
        TrainingFacts.UNKNOWN.withOptimizer(new OptimizerRecipe.Sgd(0.1, 0, false, 0, true));
    assertThat(
            Summary.of(Profile.of(List.of(number("stability-margin", 2, 0))), facts)
                .sharpness()
                .orElseThrow()
                .rate())
        .isEqualTo(0.1);
  }
}
