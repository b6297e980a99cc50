package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.summary.Confidence;
import org.sweetspot.measure.summary.Estimate;
import org.sweetspot.measure.summary.LayerOddity;
import org.sweetspot.measure.summary.Layers;
import org.sweetspot.measure.summary.Noise;
import org.sweetspot.measure.summary.Quality;
import org.sweetspot.measure.summary.Sharpness;
import org.sweetspot.measure.summary.Summary;

class SummaryTextTest {
  private static final Summary WHOLE =
      new Summary(
          Optional.of(
              new Quality(
                  "test",
                  new Estimate(0.886, 0.011),
                  new Estimate(0.11, 0.01),
                  new Estimate(0.416, 0.02),
                  new Estimate(0.15, 0.01),
                  Estimate.UNKNOWN,
                  Estimate.UNKNOWN,
                  Estimate.UNKNOWN)),
          Optional.of(
              new Sharpness(
                  Sharpness.Level.BEYOND,
                  new Estimate(4, 0),
                  new Estimate(80, 0),
                  new Estimate(-10, 0.1),
                  0.1)),
          Optional.of(
              new Noise(
                  Noise.Level.LARGE,
                  new Estimate(10, 1),
                  "noise-scale-two-batch",
                  new Estimate(500, 9),
                  40)),
          Optional.of(
              new Confidence(
                  Confidence.Level.MIXED,
                  new Estimate(0.05, 0.01),
                  new Estimate(0.5, 0.1),
                  new Estimate(0.052, 0.01))),
          Optional.of(
              new Layers(3, List.of(new LayerOddity("head.weight", LayerOddity.Kind.ZERO, 0, 1)))),
          Optional.empty(),
          Optional.empty());

  @Test
  void everyLineSaysWhatWasFoundAndWhatToDo() {
    List<SummaryLine> lines = SummaryText.of(WHOLE);
    assertThat(lines).hasSize(5).allMatch(line -> !line.action().isEmpty());
    assertThat(lines.get(0).sentence())
        .isEqualTo(
            "Right for 88.6% of the test examples (error 1.1), 15.0 points (error 1.0) fewer than"
                + " of the training examples.");
    assertThat(lines.get(1).sentence()).contains("4 times", "this is no minimum");
    assertThat(lines.get(1).action()).contains("below 0.025");
    assertThat(lines.get(2).sentence()).contains("a batch of 40 takes 5 times the fewest examples");
    assertThat(lines.get(3).sentence()).contains("both directions", "above accuracy", "(0.5)");
    assertThat(lines.get(4).sentence()).contains("head.weight is all zero");
  }

  @Test
  void whatLearnedNothingIsNotCalledFine() {
    Quality chance =
        new Quality(
            "test",
            new Estimate(0.12, 0.011),
            new Estimate(0.11, 0.01),
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            Estimate.UNKNOWN);
    SummaryLine line =
        SummaryText.of(
                new Summary(
                    Optional.of(chance),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .get(0);
    assertThat(line.verdict()).isEqualTo(SummaryLine.Verdict.ACT);
    assertThat(line.sentence()).contains("right for 11.0%", "is not shown");
  }

  @Test
  void realTargetsAreJudgedByTheVarianceThatIsExplained() {
    Quality useless =
        new Quality(
            "test",
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            new Estimate(0.5, 0.1),
            Estimate.UNKNOWN,
            Estimate.UNKNOWN,
            new Estimate(0.02, 0.05),
            Estimate.UNKNOWN);
    SummaryLine line =
        SummaryText.of(
                new Summary(
                    Optional.of(useless),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
            .get(0);
    assertThat(line.verdict()).isEqualTo(SummaryLine.Verdict.ACT);
    assertThat(line.sentence())
        .startsWith("Explains 2% of the variance of the test targets (error 5.0)")
        .contains("Always answering their mean");
  }

  @Test
  void sentencesAboutOneThingAreTheSame() {
    AgreedFindings agreed = AgreedFindings.of(WHOLE);
    assertThat(agreed.of("temperature")).isPresent().isEqualTo(agreed.of("over-confidence"));
    assertThat(agreed.of("noise-scale").orElse("")).contains("500", "10 (noise-scale-two-batch)");
    assertThat(agreed.of("mean-square-threshold").orElse("")).contains("no minimum");
    assertThat(agreed.of("loss")).isEmpty();
    assertThat(AgreedFindings.none().of("temperature")).isEmpty();
  }
}
