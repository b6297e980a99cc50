package org.sweetspot.generalization.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand, on a full grid of two by two and on one with a hole. */
class StatisticsTest {
  private static final int MANY = 1_000_000_000;

  /** Runs at (0,0), (0,1), (1,0), (1,1) with these gaps; NaN leaves a cell empty. */
  private static StudyTable table(double... gaps) {
    List<StudyRun> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      if (!Double.isNaN(gaps[i])) {
        runs.add(
            new StudyRun("r" + i, List.of(i / 2, i % 2), 1, gaps[i], gaps[i], new TreeMap<>()));
      }
    }
    return new StudyTable(
        List.of(new StudyAxis("a", List.of("1", "2")), new StudyAxis("b", List.of("x", "y"))),
        runs,
        4,
        MANY);
  }

  @Test
  void kendallsTausAreThoseWorkedOutByHand() {
    double[] x = {1, 2, 3, 4};
    double[] y = {1, 3, 2, 4};
    // Five pairs agree, one does not.
    assertThat(Kendall.a(x, y)).isEqualTo(4 / 6.0);
    assertThat(Kendall.b(x, y)).isCloseTo(4 / 6.0, within(1e-15));
    double[] tied = {1, 1, 2, 3};
    // Of six pairs one is tied; the other five agree: 5 / 6, and 5 / sqrt(5 x 6).
    assertThat(Kendall.a(tied, x)).isEqualTo(5 / 6.0);
    assertThat(Kendall.b(tied, x)).isCloseTo(5 / Math.sqrt(30), within(1e-15));
    assertThat(Kendall.a(x, new double[] {4, Double.NaN, 2, 1})).isEqualTo(-1);
    assertThat(Kendall.b(x, new double[] {1, 1, 1, 1})).isNaN();
    assertThat(Kendall.a(x, y, new int[] {0, 0, 1})).isEqualTo(1);
    assertThat(Kendall.a(x, y, new int[] {0, 0})).isNaN();
    assertThatThrownBy(() -> Kendall.a(x, new double[2])).hasMessageContaining("4 and 2");
  }

  @Test
  void granulatedTausVaryOneAxisAlone() {
    // The measure follows axis a only; the gap grows along a and falls along b.
    double[] measure = {1, 2, 3, 4};
    Granulated full = Granulated.of(table(2, 1, 4, 3), measure);
    assertThat(full.byAxis()).containsEntry("a", 1.0).containsEntry("b", -1.0);
    assertThat(full.mean()).isZero();
    assertThat(full.groups()).isEqualTo(4);
    assertThat(full.dropped()).isZero();
    // Without the run at (1, 1) one group of each axis is left.
    Granulated hole = Granulated.of(table(2, 1, 4, Double.NaN), new double[] {1, 2, 3});
    assertThat(hole.byAxis()).containsEntry("a", 1.0).containsEntry("b", -1.0);
    assertThat(hole.groups()).isEqualTo(2);
    assertThat(hole.dropped()).isEqualTo(2);
    Granulated constant = Granulated.of(table(2, 2, 4, 3), measure);
    assertThat(constant.dropped()).isEqualTo(1);
    assertThat(constant.byAxis()).containsEntry("b", -1.0);
  }

  @Test
  void conditionalInformationIsTheLeastOverAxes() {
    // Perfect on the whole grid and on each half: K = 1.
    assertThat(ConditionalInformation.of(table(1, 2, 3, 4), new double[] {1, 2, 3, 4}))
        .isCloseTo(1, within(1e-12));
    // Reversed order tells as much.
    assertThat(ConditionalInformation.of(table(1, 2, 3, 4), new double[] {4, 3, 2, 1}))
        .isCloseTo(1, within(1e-12));
    // Of the six pairs one is reversed: I = ln 2 - H(1/6), H(G) = ln 2.
    double sixth = -(1 / 6.0 * Math.log(1 / 6.0) + 5 / 6.0 * Math.log(5 / 6.0));
    double[] swapped = {1, 3, 2, 4};
    assertThat(ConditionalInformation.of(table(1, 2, 3, 4), swapped, new boolean[] {false, false}))
        .isCloseTo(1 - sixth / Math.log(2), within(1e-12));
    // Given a the pairs (1, 3) and (2, 4) both agree.
    assertThat(ConditionalInformation.of(table(1, 2, 3, 4), swapped, new boolean[] {true, false}))
        .isCloseTo(1, within(1e-12));
    assertThat(ConditionalInformation.of(table(1, 2, 3, 4), swapped))
        .isCloseTo(1 - sixth / Math.log(2), within(1e-12));
    // A measure that only follows a says nothing once a is given.
    assertThat(ConditionalInformation.of(table(1, 2, 3, 4), new double[] {1, 1, 2, 2})).isZero();
    assertThat(ConditionalInformation.of(table(1, 1, 1, 1), swapped)).isNaN();
  }

  @Test
  void signErrorsAreCountedByEnvironment() {
    // Axis a: both pairs right. Axis b: (1, 3) right, (2, 4) right; all errors 0.
    SignError none = SignError.of(table(1, 2, 3, 4), new double[] {1, 2, 3, 4});
    assertThat(none).isEqualTo(new SignError(0, 0, 0, 2, 0));
    // Gap falls along b: axis b is wrong in both pairs.
    SignError half = SignError.of(table(2, 1, 4, 3), new double[] {1, 2, 3, 4});
    assertThat(half).isEqualTo(new SignError(0.5, 1, 1, 2, 0));
    // A tie of the measure counts half: along b both pairs are ties.
    SignError tied = SignError.of(table(1, 2, 3, 4), new double[] {1, 1, 2, 2});
    assertThat(tied).isEqualTo(new SignError(0.25, 0.5, 0.5, 2, 0));
    SignError hole = SignError.of(table(2, 1, 4, Double.NaN), new double[] {1, 2, 3});
    assertThat(hole).isEqualTo(new SignError(0.5, 1, 1, 2, 0));
  }

  @Test
  void differencesThatMayBeNoiseDoNotCount() {
    assertThat(SignError.weight(0.1, 100)).isZero();
    // 1 - 2 exp(-1000 x 0.01 / 2)
    assertThat(SignError.weight(0.1, 1000))
        .isCloseTo(Math.pow(1 - 2 * Math.exp(-5), 2), within(1e-15));
    StudyTable few =
        new StudyTable(table(0.1, 0.2, 0.3, 0.4).axes(), table(0.1, 0.2, 0.3, 0.4).runs(), 4, 50);
    // Axis b differs by 0.1 and has no weight; axis a differs by 0.2, exp(-1) doubled is 0.74.
    SignError counted = SignError.of(few, new double[] {1, 2, 3, 4});
    assertThat(counted.environments()).isEqualTo(1);
    assertThat(counted.dropped()).isEqualTo(1);
  }

  @Test
  void whatFollowsFromTheHyperparametersIsTakenOut() {
    // tau-b: measure with gap 2 / 3, with a 0.408, gap with a 0.816; one axis of two values.
    StudyTable all = table(1, 2, 3, 4);
    StudyTable one =
        new StudyTable(
            List.of(all.axes().get(0)),
            all.runs().stream()
                .map(
                    run ->
                        new StudyRun(
                            run.name(),
                            List.of(run.place().get(0)),
                            1,
                            run.gap(),
                            run.gap(),
                            run.measures()))
                .toList(),
            4,
            MANY);
    double mg = 4 / 6.0;
    double ma = 2 / Math.sqrt(24);
    double ga = 4 / Math.sqrt(24);
    assertThat(PartialTau.of(one, new double[] {1, 3, 2, 4}))
        .isCloseTo((mg - ma * ga) / Math.sqrt((1 - ma * ma) * (1 - ga * ga)), within(1e-12));
    assertThat(PartialTau.of(one, new double[] {1, 1, 2, 2})).isNaN();
  }

  @Test
  void regretIsWhatTheChoiceCosts() {
    // Everywhere small means good: the choice is right in all four slices.
    Regret right = Regret.of(table(1, 2, 3, 4), new double[] {1, 2, 3, 4});
    assertThat(right).isEqualTo(new Regret(0, 0, 1, (0.5 + 0.5 + 1 + 1) / 4, 4, 0));
    // Along b the measure is right, along a it is wrong.
    double[] measure = {3, 4, 1, 2};
    Regret mixed = Regret.of(table(1, 2, 3, 4), measure);
    // Slices of a: the rest says small is good, and it is; of b: the rest says large is good,
    // right.
    assertThat(mixed.mean()).isZero();
    // The rest of a's slices is reversed by the swap of the last two.
    Regret wrong = Regret.of(table(1, 2, 4, 3), new double[] {1, 2, 3, 4});
    assertThat(wrong.mean()).isCloseTo((1 + 1 + 0 + 0) / 4.0, within(1e-12));
    assertThat(wrong.hits()).isEqualTo(0.5);
    assertThat(Regret.of(table(1, 2, 3, 4), new double[] {1, 1, 1, 1}).undecided()).isEqualTo(4);
  }

  @Test
  void aValueLeftOutMayTurnTheSign() {
    // Over all: (1,2) right, others: x = 1 3 2 0 against 1 2 3 4.
    StudyTable all = table(1, 2, 3, 4);
    Fragility fragile = Fragility.of(all, new double[] {3, 4, 1, 0});
    // tau = (1 - 1 - 1 - 1 - 1 - 1) / 6 < 0; without a = 2 only the pair that agrees is left.
    assertThat(fragile.flips()).isEqualTo(1);
    assertThat(fragile.weakest()).isEqualTo(-1);
    assertThat(fragile.at()).isEqualTo("a = 2");
    assertThat(fragile.grids()).isEqualTo(4);
    assertThat(Fragility.of(all, new double[] {1, 2, 3, 4}).flips()).isZero();
  }

  @Test
  void placesOutsideTheGridAreRefused() {
    StudyRun astray = new StudyRun("r", List.of(0, 5), 1, 0, 0, new TreeMap<>());
    assertThatThrownBy(() -> new StudyTable(table(1, 2, 3, 4).axes(), List.of(astray), 4, 1))
        .hasMessageContaining("[0, 5]");
    assertThatThrownBy(() -> new StudyAxis("a", List.of("1", "1"))).hasMessageContaining("differ");
  }
}
