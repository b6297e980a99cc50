package org.sweetspot.report.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WeightFindingTest {
  private static final List<String> CONTROLLED =
      List.of(
          "power-law",
          "alpha-weighted",
          "log-alpha-norm",
          "log-norm",
          "log-spectral-norm",
          "stable-rank",
          "effective-rank",
          "marchenko-pastur-edge");

  /** Layers of one number each, of which the last ones are told from neither control. */
  private static Found layers(double number, int layers, int silent) {
    Object[] triples = new Object[3 * layers + 3];
    for (int i = 0; i <= layers; i++) {
      triples[3 * i] = i == layers ? "mean" : "layer" + i;
      triples[3 * i + 1] = number;
      triples[3 * i + 2] = 0.1;
    }
    Found found = Found.parts(triples);
    for (int i = 0; i < layers; i++) {
      boolean tells = i < layers - silent;
      found = found.beside("layer" + i, Controls.GAUSSIAN, 5, 0, tells);
      found = found.beside("layer" + i, Controls.SHUFFLED, 4.5, 0, true);
    }
    return found;
  }

  /** The names that the spectra give their controls. */
  private static final class Controls {
    static final String GAUSSIAN = "Gaussian weights of the same shape";
    static final String SHUFFLED = "the same weights shuffled";
  }

  @Test
  void numbersOfSpectraAreReadAgainstRandomWeights() {
    for (String id : CONTROLLED) {
      String below = layers(2, 5, 0).says(id);
      String above = layers(7, 5, 0).says(id);
      assertThat(below).contains("Mean 2, where random").isNotEqualTo(above);
      assertThat(above).contains("Mean 7, where random");
      assertThat(layers(4.8, 5, 0).says(id)).contains("the mean shows nothing");
      assertThat(layers(2, 5, 2).says(id)).contains("(in 3 of 5 layers)");
      assertThat(layers(2, 5, 3).says(id)).contains("the mean shows nothing");
      assertThat(layers(4.9, 5, 5).says(id)).contains("nothing of what was");
    }
    assertThat(layers(2, 1, 0).says("stable-rank")).contains("where features are learned");
  }

  @Test
  void tailsAreBelievedOnlyWhereTheyAreLong() {
    assertThat(Found.parts("a", 30, 0, "b", 80, 0).says("power-law-tail"))
        .contains("1 of 2 layers have at least 50");
    assertThat(Found.parts("a", 30, 0).says("power-law-tail")).contains("none can be told");
    assertThat(Found.parts("a", 0.03, 0, "b", 0.1, 0).says("power-law-distance"))
        .contains("in b")
        .contains("10.0 points");
    assertThat(Found.parts("a", 0.3, 0, "b", 2, 0).says("power-law-cutoff"))
        .contains("0.3 to 2")
        .contains("alone shows nothing");
    for (String id : List.of("power-law-lognormal", "power-law-exponential")) {
      assertThat(ratios(2, 0.01, -2, 0.02, id))
          .contains("power law fits better in 1")
          .contains("exponent means little");
      assertThat(ratios(2, 0.01, -2, 0.2, id))
          .contains("in 1 that cannot be told")
          .doesNotContain("means little");
      assertThat(ratios(2, 0.5, -2, 0.2, id)).contains("is not shown");
    }
  }

  private static String ratios(double one, double p, double two, double q, String id) {
    return Found.parts("a ratio", one, 0, "a p", p, 0, "b ratio", two, 0, "b p", q, 0).says(id);
  }

  @Test
  void normsSayWhatTheyBound() {
    assertThat(Found.parts("all", 5, 0, "a", 3, 0, "b", 4, 0).exact().says("weight-norms"))
        .contains("64% of the squared length 25 lies in b")
        .contains("cannot be told");
    assertThat(Found.parts("all", 0, 0, "a", 0, 0).exact().says("weight-norms"))
        .contains("All weights are zero");
    assertThat(Found.parts("a", 2, 0, "product", 8, 0).says("spectral-norms"))
        .contains("at most 8")
        .contains("can become large");
    assertThat(Found.parts("a", 0.5, 0, "product", 0.5, 0).says("spectral-norms"))
        .contains("no change can become larger");
    assertThat(Found.parts("a", 2, 0.1, "b", 3, 0.2).says("convolution-norms"))
        .contains("b stretches most")
        .contains("typical images");
    assertThat(Found.parts("a", 0.9, 0.01).says("convolution-norms"))
        .contains("no convolution makes any change larger");
    // Ten paths of strength 2: l1 = 20, l2 = sqrt(40).
    assertThat(Found.parts("l1", 20, 0, "l2", Math.sqrt(40), 0).says("path-norm"))
        .contains("10 paths of equal strength 2");
    assertThat(Found.parts("l1", 0, 0, "l2", 0, 0).says("path-norm")).contains("crosses a zero");
  }
}
