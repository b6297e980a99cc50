package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class OutputFindingTest {
  @Test
  void scoresAreReadAgainstGuessingByFrequency() {
    for (String id : List.of("nll", "brier")) {
      assertThat(Found.number(0.3, 0.1).beside(0.5, 0.02, true).says(id)).contains("better by 40%");
      assertThat(Found.number(0.47, 0.1).beside(0.5, 0.02, false).says(id))
          .contains("is not shown");
      assertThat(Found.number(0.7, 0.1).beside(0.5, 0.02, true).says(id))
          .contains("worse than none");
      assertThat(Found.number(0.3, 0).beside(0, 0, false).says(id)).contains("is not shown");
    }
    assertThat(Found.number(Math.log(4), 0.1).says("nll")).contains("a probability of 0.25");
  }

  @Test
  void accuracyIsReadAgainstTheCommonestClass() {
    assertThat(accuracy("test", 0.9, 0.03, 0.4, 0.05)).contains("what holds on data it never saw");
    assertThat(accuracy("test", 0.48, 0.03, 0.4, 0.05)).contains("is not shown");
    assertThat(accuracy("test", 0.1, 0.03, 0.4, 0.05)).contains("worse than that");
    assertThat(accuracy("train", 0.9, 0.03, 0.2, 0.01)).contains("there are no others");
    // All rows right: the binomial error is zero, the control's is not.
    assertThat(accuracy("test", 1, 0, 0.75, 0.2165)).contains("is not shown");
  }

  private static String accuracy(
      String split, double share, double error, double most, double doubt) {
    return Found.parts(split, share, error)
        .beside(split, "commonest class", most, doubt, true)
        .says("accuracy");
  }

  @Test
  void splitsAreCompared() {
    assertThat(Found.parts("train", 0.1, 0.01, "test", 0.4, 0.05).says("loss"))
        .contains("0.3 higher");
    assertThat(Found.parts("train", 0.1, 0.01, "validation", 0.15, 0.05).says("loss"))
        .contains("within two errors");
    assertThat(Found.parts("train", 0.4, 0.01, "test", 0.1, 0.01).says("loss")).contains("unusual");
    assertThat(Found.parts("train", 0.4, 0.01).says("loss")).contains("one split only");
    assertThat(Found.parts("train", 0.1, 0, "test", 0.4, 0).exact().says("loss"))
        .contains("error not known");
  }

  @Test
  void miscalibrationMustExceedChance() {
    for (String id : List.of("ece", "ece-equal-mass", "ece-classwise")) {
      assertThat(Found.number(0.045, 0.01).beside(0.03, 0, false).says(id))
          .contains("no miscalibration shown");
      assertThat(Found.number(0.2, 0.01).beside(0.03, 0, true).says(id))
          .contains("20.0 points")
          .contains("do not use");
      assertThat(Found.number(0.045, 0.002).beside(0.03, 0, true).says(id))
          .contains("though not much");
    }
    double[] claims = {0.5, 0.7, 0.9};
    Found table = Found.columns("confidence", claims, "accuracy", new double[] {0.5, 0.5, 0.99});
    double[] none = {0, 0, 0};
    assertThat(
            table
                .errors("confidence", none, "accuracy", new double[] {0.01, 0.01, 0.02})
                .says("reliability"))
        .contains("over-confident in 1 and too cautious in 1");
    assertThat(
            table
                .errors("confidence", none, "accuracy", new double[] {0.1, 0.1, 0.1})
                .says("reliability"))
        .contains("no miscalibration shown");
  }

  @Test
  void theBrierScoreIsPartedInWords() {
    assertThat(brier(0.3, 0.01, 0.05, 0.01)).contains("60% of what is").contains("cost 0.05");
    assertThat(brier(0.01, 0.01, 0.01, 0.01)).contains("not shown").doesNotContain("cost 0.01");
    assertThat(
            Found.parts("uncertainty", 0, 0, "resolution", 0, 0, "reliability", 0, 0)
                .says("brier-parts"))
        .contains("one class");
  }

  private static String brier(double resolution, double error, double reliability, double other) {
    return Found.parts(
            "uncertainty",
            0.5,
            0,
            "resolution",
            resolution,
            error,
            "reliability",
            reliability,
            other)
        .says("brier-parts");
  }

  @Test
  void marginsAndClassMeansAreReadWithinTheirErrors() {
    for (String id : List.of("margins", "normalized-margins")) {
      assertThat(margins(1, 0.1).says(id)).contains("Even the hardest").contains("margin is 5");
      assertThat(margins(-1, 0.1).says(id)).contains("wrong side");
      assertThat(margins(0.1, 0.1).says(id)).contains("cannot be told");
    }
    assertThat(Found.parts("equinorm", 0.3, 0.01, "equiangular", 0.2, 0.01).says("nc2"))
        .contains("differ by 30%")
        .contains("no full collapse");
    assertThat(Found.parts("equinorm", 0.01, 0.01, "equiangular", 0.01, 0.01).says("nc2"))
        .contains("as in collapse");
  }

  private static Found margins(double least, double error) {
    return Found.parts("q05", least, error, "q50", 5, 0.1);
  }

  @Test
  void theResponseToFrequenciesIsReadAgainstTheStart() {
    assertThat(response(0.5)).contains("coarse detail.");
    assertThat(response(0.92)).contains("not shown to have made it so");
    assertThat(response(2)).contains("noise and compression");
  }

  private static String response(double ratio) {
    return Found.parts("high-over-low", ratio, 0.02)
        .beside("high-over-low", "the start", 0.9, 0, true)
        .says("frequency-response");
  }
}
