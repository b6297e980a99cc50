package org.sweetspot.theory.paper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.Verdict;

class PapersTest {
  static Stream<FormulaClaim> own() {
    return Stream.of(
        new Stragglers(),
        new LangevinGap(),
        new KeepTraining(),
        new OneExample(),
        new OneExampleNetwork(),
        new OptimalRegularization());
  }

  @Tag("heavy")
  @ParameterizedTest
  @MethodSource("own")
  void aRepeatedRunGivesTheSameFinding(FormulaClaim claim) {
    Finding finding = claim.run(new Seed(1));
    assertThat(claim.run(new Seed(1))).isEqualTo(finding);
    for (Check check : finding.checks()) {
      assertThat(check.verdict()).as(claim.card().id() + ": " + check).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void unbiasedPruningHasTheMeanAndTheLeastVariance() {
    for (Check check : UnbiasedPruning.formulas(new Seed(1))) {
      assertThat(check.verdict()).as(check.toString()).isEqualTo(Verdict.HOLDS);
    }
  }

  @Test
  void aMeanOfRepeatsHasStudentsInterval() {
    Check check = Check.mean("x", Check.Relation.AT_LEAST, 0, 1, 2, 3);
    assertThat(check.measured()).isEqualTo(2);
    // t of two degrees of freedom, over sqrt(3).
    assertThat(check.error()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(check.verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void verdictsFollowTheInterval() {
    assertThat(Check.within("x", 1, 1.2, 0.3).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(Check.within("x", 1, 1.2, 0.1).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(Check.atMost("x", 1, 0.8, 0.1).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(Check.atMost("x", 1, 0.95, 0.1).verdict()).isEqualTo(Verdict.CANNOT_TELL);
    assertThat(Check.atMost("x", 1, 1.2, 0.1).verdict()).isEqualTo(Verdict.DOES_NOT_HOLD);
    assertThat(Check.atLeast("x", 1, 1.2, 0.1).verdict()).isEqualTo(Verdict.HOLDS);
    assertThat(Check.equal("x", 1, Double.NaN, 1).verdict()).isEqualTo(Verdict.CANNOT_TELL);
  }

  @Test
  void theWorstCheckDecides() {
    Check good = Check.equal("x", 1, 1, 0);
    Check unclear = Check.atMost("x", 1, 1, 0.1);
    Check bad = Check.equal("x", 1, 2, 0);
    assertThat(new Finding(List.of(good, unclear), List.of()).verdict())
        .isEqualTo(Verdict.CANNOT_TELL);
    assertThat(new Finding(List.of(unclear, bad, good), List.of()).verdict())
        .isEqualTo(Verdict.DOES_NOT_HOLD);
  }
}
