package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Comparison;
import org.sweetspot.measure.profile.Profile;

class ComparisonReportTest {
  private static final double[][] SEEDS = {{2, 8.0, 3}, {2.1, 8.3, 2.5}, {1.9, 7.9, 3.4}};

  /** Three runs a side: "a" differs, "b" does not, one run's "c" is missing on the first. */
  static String several() {
    List<Profile> first =
        List.of(profile(SEEDS[0][0], 3), profile(SEEDS[1][0], 3.3), profile(SEEDS[2][0], 2.6));
    List<Profile> second =
        List.of(profile(SEEDS[0][1], 3), profile(SEEDS[1][1], 2.5), profile(SEEDS[2][1], 3.4));
    return page("before", first, "after", second);
  }

  private static Profile profile(double a, double b) {
    return Profile.of(
        List.of(
            SampleMeasures.measure("a", Value.of(a), Value.of(0.125), ""),
            SampleMeasures.measure("parts", Value.Named.of(Map.of("b", b)), null, "")));
  }

  private static String page(
      String name, List<Profile> first, String otherName, List<Profile> second) {
    return ComparisonReport.html(
        new ComparedSide(name, first, Map.of("seed", "1, 2, 3")),
        new ComparedSide(otherName, second, Map.of("seed", "4")),
        Comparison.of(first, second, first.size() == second.size(), 0.95),
        Map.of("a", "How much of a?"));
  }

  @Test
  void saysWhatDiffersBeyondTheSpread() {
    assertThat(several())
        .contains("after against before", "Beyond the seed-to-seed spread: a. 3 runs of the first")
        .contains(">before<", ">after<", ">\u00d74.03<", "How much of a?")
        .contains(">differs<", ">within the spread<", "p, adjusted")
        .contains("data-chart=\"effects\"", "\"text\":\"a: 2 \u2192 8.07\"")
        .contains("first: seed", "1, 2, 3", "default-src &#39;none&#39;");
  }

  @Test
  void oneRunEachStandsSideBySideWithoutJudgement() {
    Profile more =
        Profile.of(
            List.of(
                SampleMeasures.measure("a", Value.of(8), null, ""),
                SampleMeasures.measure("c", Value.of(1), null, "")));

    assertThat(page("before", List.of(profile(2, 3)), "after", List.of(more)))
        .contains("Cannot tell: one run each; give seeds. 1 run of the first, 1 run of the second.")
        .contains(">2 \u00b1 0.125<", ">8<", ">6<", ">\u00d74.00<", "not measured")
        .doesNotContain("data-chart", "<script");
  }

  @Test
  void escapesWhatItIsGiven() {
    String attack = SampleResults.ATTACK;
    List<Profile> side =
        List.of(Profile.of(List.of(SampleMeasures.measure(attack, Value.of(1), null, attack))));

    assertThat(page(attack, side, attack, side))
        .doesNotContain("<script", "<img")
        .contains(Html.escape(attack));
  }
}
