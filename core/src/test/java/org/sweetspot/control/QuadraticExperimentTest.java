package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.RateAndLength;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

/** An experiment whose every number is a formula. */
@Tag("heavy")
class QuadraticExperimentTest {
  private static final NoisyQuadratic LABORATORY = new NoisyQuadratic(0.05, 0.5);
  private static final Recipe RECIPE =
      NoisyQuadratic.recipe(16, 0.1, Span.epochs(10))
          .withControl(new ControlRecipe(ChangeRecipe.batch(256), 6, 0.95, 4));

  /** Far above the standard errors of six seeds in 200 dimensions, in points. */
  private static final double CLOSE = 0.3;

  private static ControlResult result;

  @BeforeAll
  static void run() {
    result = new ControlExperiment(LABORATORY, ExperimentObserver.SILENT, Map.of()).run(RECIPE);
  }

  private static double truth(String arm) {
    return 100 * LABORATORY.truth(result.arm(arm).recipe());
  }

  @Test
  void theGapAndItsPartsAreThoseOfTheFormula() {
    Gap gap = result.gap();
    assertThat(gap.points().value())
        .isCloseTo(truth(Arm.BASELINE) - truth(Arm.CHANGED), within(CLOSE));
    assertThat(gap.steps().value())
        .isCloseTo(truth(Arm.STEP_MATCHED) - truth(Arm.CHANGED), within(CLOSE));
    assertThat(gap.atEqualSteps().value())
        .isCloseTo(truth(Arm.BASELINE) - truth(Arm.STEP_MATCHED), within(CLOSE));
    // Noise only harms a quadratic, so that the larger batch is better at equal steps.
    assertThat(gap.atEqualSteps().high()).isNegative();
  }

  @Test
  void everyEffectIsThatOfTheFormulaAndTheBestIsKept() {
    List<Proposal> proposals = new RateAndLength().propose(basis(), basis().change().alone());
    assertThat(proposals).hasSizeGreaterThan(4);
    for (Proposal proposal : proposals) {
      TriedCorrection tried =
          result.corrections().stream()
              .filter(correction -> correction.name().equals(proposal.name()))
              .findFirst()
              .orElseThrow();
      double expected = 100 * LABORATORY.truth(proposal.corrected()) - truth(Arm.CHANGED);
      assertThat(tried.effect().value()).as(tried.name()).isCloseTo(expected, within(CLOSE));
    }
    Proposal best =
        proposals.stream()
            .max(Comparator.comparingDouble(proposal -> LABORATORY.truth(proposal.corrected())))
            .orElseThrow();
    assertThat(
            result.corrections().stream().filter(TriedCorrection::kept).map(TriedCorrection::name))
        .containsExactly(best.name());
    assertThat(result.plan().training().optimizer())
        .isEqualTo(best.corrected().training().optimizer());
  }

  private static Situation basis() {
    Change change = SampleRecipes.batch(RECIPE, 256, NoisyQuadratic.EXAMPLES);
    return new Situation(change, LABORATORY.read(change.unchanged()), 4);
  }

  @Test
  void theShareWonBackAndTheArmAtEqualCostAreThoseOfTheFormula() {
    double share =
        (truth(Arm.CONTROLLED) - truth(Arm.CHANGED)) / (truth(Arm.BASELINE) - truth(Arm.CHANGED));
    assertThat(result.recovery().share().value()).isCloseTo(share, within(0.01));
    Arm equal = result.arm(Arm.EQUAL_COST);
    assertThat(equal.cost().examples()).isEqualTo(result.arm(Arm.CONTROLLED).cost().examples());
    assertThat(equal.recipe().training().batch()).isEqualTo(16);
    EqualCost cost = Objects.requireNonNull(result.recovery().equalCost());
    assertThat(cost.gain().value())
        .isCloseTo(truth(Arm.EQUAL_COST) - truth(Arm.BASELINE), within(CLOSE));
    assertThat(cost.advantage().value())
        .isCloseTo(truth(Arm.CONTROLLED) - truth(Arm.EQUAL_COST), within(CLOSE));
  }

  @Test
  void theLinearRateKeepsTheNoiseAndTheProgressOfTheBaseline() {
    // SDE limit: the same eta T and the same eta / B, so the same expectation to first order.
    double linear = LABORATORY.truth(1.6, 256, 40);
    assertThat(100 * linear).isCloseTo(truth(Arm.BASELINE), within(1.0));
    assertThat(
            result.corrections().stream()
                .filter(correction -> correction.name().equals("learning rate 1.6 (linear)"))
                .map(correction -> correction.effect().value()))
        .allSatisfy(
            effect ->
                assertThat(effect)
                    .isCloseTo(truth(Arm.BASELINE) - truth(Arm.CHANGED), within(1.0)));
  }

  @Test
  void aSmallerBatchAtARateTooLargeForItsNoiseIsUnstable() {
    Recipe shrink =
        NoisyQuadratic.recipe(256, 1.6, Span.epochs(10))
            .withControl(new ControlRecipe(ChangeRecipe.batch(4), 5, 0.95, 4));
    ControlResult smaller =
        new ControlExperiment(LABORATORY, ExperimentObserver.SILENT, Map.of()).run(shrink);
    assertThat(smaller.arm(Arm.CHANGED).cost().steps()).isEqualTo(2560);
    assertThat(smaller.arm(Arm.BASELINE).cost().steps()).isEqualTo(40);
    Instability instability = smaller.instability().orElseThrow();
    assertThat(instability.variance()).isEqualTo(64);
    assertThat(instability.after()).isGreaterThan(instability.before());
    assertThat(result.instability()).isEmpty();
    assertThat(smaller.plan().training().optimizer().rate()).isLessThan(1.6);
    assertThat(smaller.recovery().share().low()).isPositive();
  }

  @Test
  void anUntrainedBaselineIsFound() {
    Recipe brief =
        NoisyQuadratic.recipe(16, 0.02, Span.epochs(2))
            .withControl(new ControlRecipe(ChangeRecipe.batch(64), 4, 0.95, 4));
    ControlResult untrained =
        new ControlExperiment(LABORATORY, ExperimentObserver.SILENT, Map.of()).run(brief);
    assertThat(Objects.requireNonNull(untrained.trend()).state())
        .isEqualTo(BaselineTrend.State.IMPROVES);
    assertThat(Objects.requireNonNull(result.trend()).state()).isEqualTo(BaselineTrend.State.ENDED);
  }
}
