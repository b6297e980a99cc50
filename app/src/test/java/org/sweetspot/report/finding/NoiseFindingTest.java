package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NoiseFindingTest {
  @Test
  void noiseScalesAreBatchSizesOnlyWhereTheyAreKnown() {
    for (String id : List.of("noise-scale", "noise-scale-two-batch")) {
      assertThat(Found.number(120, 10).says(id)).contains("120 examples");
      assertThat(Found.number(120, 70).says(id)).contains("cannot be told");
    }
    assertThat(Found.number(20, 2).beside(100, 0, true).says("noise-scale-plug-in"))
        // 1 / (1 / 20 - 1 / 100)
        .contains("20% of the squared mean gradient")
        .contains("25 examples");
    assertThat(Found.number(90, 6).beside(100, 0, false).says("noise-scale-plug-in"))
        .contains("nothing but noise");
    assertThat(Found.parts("trace-sigma", 50, 1, "squared-gradient", 2, 0.1).says("gradient-noise"))
        .contains("25 times");
    assertThat(
            Found.parts("trace-sigma", 50, 1, "squared-gradient", 0.1, 0.1).says("gradient-noise"))
        .contains("cannot be told from zero");
  }

  @Test
  void normsAreReadAgainstEqualPulls() {
    assertThat(norms(0.8, 0.02)).contains("8.0 times its part").contains("these few");
    assertThat(norms(0.3, 0.02)).contains("the others still pull");
    assertThat(norms(0.52, 0.02)).contains("the others still pull");
    assertThat(norms(0.12, 0.02)).contains("no few examples lead");
    assertThat(norms(0, 0)).contains("none pulls");
  }

  private static String norms(double share, double error) {
    return Found.parts("top-tenth", share, error)
        .beside("top-tenth", "equal pulls", 0.1, 0, true)
        .says("gradient-norms");
  }

  @Test
  void alignmentIsReadAgainstEvenNoise() {
    assertThat(cosine(0.9)).contains("as usual");
    assertThat(cosine(0.32)).contains("no alignment is shown");
    assertThat(cosine(0.1)).contains("unusual");
  }

  private static String cosine(double value) {
    return Found.parts("cosine", value, 0.02)
        .beside("cosine", "even noise", 0.3, 0, true)
        .says("noise-curvature");
  }

  @Test
  void temperaturesSayWhatTheyDo() {
    assertThat(Found.number(0.0125, 0).exact().says("step-temperature"))
        .contains("0.0125 times its gradient")
        .contains("alone shows nothing");
    assertThat(Found.number(0.4, 0.04).says("noise-temperature")).contains("0.1 (error 0.01)");
    assertThat(Found.number(0.4, 0.3).says("noise-temperature")).contains("cannot be told");
  }

  @Test
  void theKernelsFirstDirectionsAreWeighed() {
    assertThat(
            Found.parts(
                    "trace",
                    10,
                    1,
                    "eigenvalue-1",
                    6,
                    1,
                    "eigenvalue-2",
                    3,
                    1,
                    "effective-rank",
                    2.5,
                    0.1)
                .says("ntk-spectrum"))
        .contains("holds 60%")
        .contains("first 2 hold 90%")
        .contains("2.5 functions");
  }
}
