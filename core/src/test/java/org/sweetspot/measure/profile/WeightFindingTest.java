package org.sweetspot.measure.profile;

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

  private static String control(double mean, String verdict) {
    return "mean "
        + mean
        + "; Gaussian weights of the same shapes 5; the same weights shuffled 4.5; "
        + verdict;
  }

  @Test
  void numbersOfSpectraAreReadAgainstRandomWeights() {
    for (String id : CONTROLLED) {
      Found found = Found.parts("a", 2, 0.1, "mean", 2, 0.1);
      String every = "every layer differs from both controls (rule)";
      String below = found.control(control(2, every)).says(id);
      String above = found.control(control(7, every)).says(id);
      assertThat(below).contains("Mean 2, where random").isNotEqualTo(above);
      assertThat(above).contains("Mean 7, where random");
      assertThat(found.control(control(4.8, every)).says(id)).contains("the mean shows nothing");
      assertThat(found.control(control(2, "shows nothing for 2 of 5 layers (a, b)")).says(id))
          .contains("(in 3 of 5 layers)");
      assertThat(found.control(control(2, "shows nothing for 3 of 5 layers (a, b)")).says(id))
          .contains("the mean shows nothing");
      assertThat(
              found
                  .control(control(4.9, "shows nothing: no layer differs from both controls"))
                  .says(id))
          .contains("nothing of what was");
      assertThat(found.control("no layer has a control").says(id)).contains("nothing can be said");
    }
    assertThat(
            Found.parts("a", 2, 0).control(control(2, "every layer differs")).says("stable-rank"))
        .contains("where features are learned");
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
