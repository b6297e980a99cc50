package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class GateTest {
  private static final Gate GATE = new Gate(0.95);

  @Test
  void aCandidateAloneIsJudgedByItsInterval() {
    // Differences 1, 2, 3: mean 2, t = 2 / (1 / sqrt 3) = 3.46, p = 0.0742 with 2 degrees.
    Gate.Judgement open =
        GATE.judge(SampleRuns.of(90, 90, 90), List.of(SampleRuns.of(91, 92, 93))).get(0);
    assertThat(open.effect().value()).isCloseTo(2, within(1e-9));
    assertThat(open.pValue()).isCloseTo(0.07418, within(1e-4));
    assertThat(open.passes()).isFalse();
    assertThat(open.effect().holdsZero()).isTrue();
    // 2, 2.5, 3: t = 2.5 / (0.5 / sqrt 3) = 8.66, p = 0.0131.
    Gate.Judgement clear =
        GATE.judge(SampleRuns.of(90, 90, 90), List.of(SampleRuns.of(92, 92.5, 93))).get(0);
    assertThat(clear.pValue()).isCloseTo(0.01307, within(1e-4));
    assertThat(clear.passes()).isTrue();
    assertThat(clear.effect().isAboveZero()).isTrue();
  }

  @Test
  void amongFiveTheSameCandidateIsNotSignificantAnyMore() {
    List<ArmRun> good = SampleRuns.of(92, 92.5, 93);
    List<ArmRun> useless = SampleRuns.of(91, 89, 90);
    List<Gate.Judgement> judged =
        GATE.judge(SampleRuns.of(90, 90, 90), List.of(good, useless, useless, useless, useless));
    assertThat(judged.get(0).pValue()).isCloseTo(5 * 0.01307, within(5e-4));
    assertThat(judged).noneMatch(Gate.Judgement::passes);
  }

  @Test
  void whatHurtsOrLosesARunNeverPasses() {
    List<ArmRun> worse = SampleRuns.of(88, 87.5, 87);
    List<ArmRun> lost = new ArrayList<>(SampleRuns.of(92, 92.5, 93));
    lost.set(1, SampleRuns.run(2, 92.5, 92.5, 0.1, true));
    List<Gate.Judgement> judged = GATE.judge(SampleRuns.of(90, 90, 90), List.of(worse, lost));
    assertThat(judged).noneMatch(Gate.Judgement::passes);
    assertThat(judged.get(0).effect().high()).isNegative();
  }

  @Test
  void ofManyUselessCandidatesOneIsKeptNoMoreOftenThanTheLevelSays() {
    RandomStream stream = new Seed(3).stream("useless");
    int experiments = 2000;
    int kept = 0;
    int alone = 0;
    for (int e = 0; e < experiments; e++) {
      List<List<ArmRun>> candidates = new ArrayList<>();
      for (int c = 0; c < 8; c++) {
        candidates.add(SampleRuns.of(noise(stream), noise(stream), noise(stream), noise(stream)));
      }
      List<ArmRun> without = SampleRuns.of(50, 50, 50, 50);
      List<Gate.Judgement> judged = GATE.judge(without, candidates);
      kept += judged.stream().anyMatch(Gate.Judgement::passes) ? 1 : 0;
      alone += judged.stream().anyMatch(one -> one.effect().isAboveZero()) ? 1 : 0;
    }
    // Two-sided level 5%, of which half lies above zero; three standard errors.
    double most = 0.025 + 3 * Math.sqrt(0.025 * 0.975 / experiments);
    assertThat((double) kept / experiments).isLessThan(most);
    assertThat((double) alone / experiments).isGreaterThan(0.14);
  }

  private static double noise(RandomStream stream) {
    return 50 + stream.nextGaussian();
  }

  @Test
  void itsSightIsTheSmallestEffectKeptInEightOfTenExperiments() {
    RandomStream stream = new Seed(4).stream("power");
    GatePower power = new GatePower(5, 200, 3, 0.05, 1.5, 0);
    double effect = power.smallest();
    int experiments = 2000;
    int kept = 0;
    for (int e = 0; e < experiments; e++) {
      List<ArmRun> with =
          SampleRuns.of(
              IntStream.range(0, 5)
                  .mapToDouble(i -> 50 + effect + 1.5 * stream.nextGaussian())
                  .toArray());
      // The strictest of Holm's levels: beside two that say nothing at all.
      List<ArmRun> without = SampleRuns.of(50, 50, 50, 50, 50);
      kept += GATE.judge(without, List.of(with, without, without)).get(0).passes() ? 1 : 0;
    }
    assertThat((double) kept / experiments)
        .isCloseTo(0.8, within(3 * Math.sqrt(0.16 / experiments) + 1e-3));
  }

  @Test
  void theSpreadIsSplitIntoWhatLastsAndWhatALargerSplitWouldTakeAway() {
    RandomStream stream = new Seed(5).stream("spread");
    int seeds = 4000;
    List<ArmRun> plan = new ArrayList<>();
    List<ArmRun> other = new ArrayList<>();
    for (int i = 0; i < seeds; i++) {
      double common = 0.8 * stream.nextGaussian();
      plan.add(SampleRuns.run(i, 90, 90, 0.1, false));
      other.add(
          SampleRuns.run(
              i,
              91 + common + 0.6 * stream.nextGaussian(),
              91 + common + 0.3 * stream.nextGaussian(),
              0.1,
              false));
    }
    GatePower power = GatePower.of(0.95, 200, plan, Collections.nCopies(3, other), 3).orElseThrow();
    assertThat(power.deviation()).isCloseTo(1, within(0.05));
    assertThat(power.lasting()).isCloseTo(0.8, within(0.05));
    GatePower few = new GatePower(5, 200, 3, 0.05, 1, 0.8);
    assertThat(few.smallest(200) / few.smallest()).isCloseTo(1, within(1e-9));
    assertThat(few.smallest(1e12) / few.smallest()).isCloseTo(0.8, within(1e-6));
    assertThat(few.seedsFor(few.smallest() + 1e-9)).isEqualTo(5);
    assertThat(GatePower.of(0.95, 200, plan, List.of(plan), 1)).isEmpty();
  }
}
