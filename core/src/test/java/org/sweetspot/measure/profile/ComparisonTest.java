package org.sweetspot.measure.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.profile.Difference.Verdict;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class ComparisonTest {
  private static Measurement measurement(String id, Value value) {
    return new Measurement(
        id, value, null, "", Status.EXACT, "", Conventions.NONE, new Cost(0, 0, 0), "", "test");
  }

  private static Profile profile(double sharpness, double norm) {
    return Profile.of(
        List.of(
            measurement("sharpness", Value.of(sharpness)),
            measurement("norms", Value.Named.of(Map.of("all", norm))),
            measurement("eigenvalues", new Value.Series(List.of(2.0, 1.0)))));
  }

  private static Difference find(Comparison comparison, String name) {
    return comparison.differences().stream()
        .filter(d -> d.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void curvesAreNotCompared() {
    Value.Columns curve = new Value.Columns(Map.of("t", List.of(1.0, 2.0)));
    Profile profile =
        Profile.of(List.of(measurement("curve", curve), measurement("one", Value.of(1))));
    assertThat(Comparison.of(List.of(profile), List.of(profile), true, 0.95).differences())
        .extracting(Difference::name)
        .containsExactly("one");
  }

  @Test
  void columnsAreEquallyLong() {
    assertThatThrownBy(
            () -> new Value.Columns(Map.of("t", List.of(1.0, 2.0), "density", List.of(1.0))))
        .hasMessageContaining("equally long");
  }

  @Test
  void oneRunEachAllowsNoJudgement() {
    Comparison comparison =
        Comparison.of(List.of(profile(1, 2)), List.of(profile(100, 2)), true, 0.95);
    assertThat(comparison.summary()).isEqualTo("cannot tell: one run each; give seeds");
    assertThat(comparison.differences())
        .allSatisfy(d -> assertThat(d.verdict()).isEqualTo(Verdict.CANNOT_TELL));
    assertThat(find(comparison, "sharpness").difference()).isEqualTo(99);
    assertThat(find(comparison, "sharpness").low()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void aDifferenceBeyondTheSpreadIsFoundAndNamed() {
    List<Profile> first = List.of(profile(1, 5.0), profile(1.1, 5.3), profile(0.9, 4.9));
    List<Profile> second = List.of(profile(3, 5.1), profile(3.2, 5.0), profile(2.9, 5.2));
    for (boolean paired : new boolean[] {true, false}) {
      Comparison comparison = Comparison.of(first, second, paired, 0.95);
      Difference sharpness = find(comparison, "sharpness");
      assertThat(sharpness.verdict()).isEqualTo(Verdict.DIFFERS);
      assertThat(sharpness.difference()).isCloseTo(2.0333333, within(1e-6));
      assertThat(sharpness.low()).isPositive();
      assertThat(sharpness.effect()).isGreaterThan(10);
      assertThat(find(comparison, "norms/all").verdict()).isEqualTo(Verdict.WITHIN_SPREAD);
      assertThat(find(comparison, "eigenvalues/1").effect()).isZero();
      assertThat(comparison.summary()).contains("sharpness").doesNotContain("norms");
    }
  }

  @Test
  void manyQuestionsRaiseNoMoreFalseAlarmsThanOne() {
    RandomStream stream = new Seed(6).stream("null");
    int trials = 400;
    int alarms = 0;
    for (int trial = 0; trial < trials; trial++) {
      List<List<Profile>> groups = new ArrayList<>();
      for (int side = 0; side < 2; side++) {
        List<Profile> group = new ArrayList<>();
        for (int run = 0; run < 4; run++) {
          List<Measurement> answers = new ArrayList<>();
          for (int question = 0; question < 20; question++) {
            answers.add(measurement("m" + question, Value.of(stream.nextGaussian())));
          }
          group.add(Profile.of(answers));
        }
        groups.add(group);
      }
      Comparison comparison = Comparison.of(groups.get(0), groups.get(1), true, 0.9);
      alarms +=
          comparison.differences().stream().anyMatch(d -> d.verdict() == Verdict.DIFFERS) ? 1 : 0;
    }
    assertThat((double) alarms / trials).isLessThan(0.1 + 4 * Math.sqrt(0.1 * 0.9 / trials));
    assertThat(alarms).isPositive();
  }

  @Test
  void whatIsMissingInARunCannotBeTold() {
    Profile without = Profile.of(List.of(measurement("norms", Value.of(1))));
    Comparison comparison =
        Comparison.of(
            List.of(profile(1, 2), without), List.of(profile(2, 2), profile(2.1, 2)), true, 0.95);
    assertThat(find(comparison, "sharpness").reason()).contains("not every run");
  }

  @Test
  void groupsThatCannotBeComparedAreRefused() {
    List<Profile> one = List.of(profile(1, 2));
    assertThatThrownBy(() -> Comparison.of(List.of(), one, false, 0.95))
        .hasMessageContaining("at least one run");
    assertThatThrownBy(() -> Comparison.of(one, List.of(profile(1, 2), profile(1, 2)), true, 0.95))
        .hasMessageContaining("as many runs");
    assertThatThrownBy(() -> Comparison.of(one, one, true, 95)).hasMessageContaining("confidence");
  }
}
