package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.correction.GhostNormalization;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.RateAndLength;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.correction.WarmUp;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Fact;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

class PlannerTest {
  private static final int EXAMPLES = 1000;

  private static Situation basis(
      Recipe recipe, int batch, double noise, double signal, double curvature, double cost) {
    Reading start = new Reading(0, noise, 0, signal, 0, 100 * curvature, 0);
    Reading middle = new Reading(0.3, noise, 0, signal, 0, curvature, 0);
    Reading end = new Reading(1, noise, 0, signal, 0, curvature, 0);
    Readings readings = new Readings(List.of(start, middle, end));
    return new Situation(SampleRecipes.batch(recipe, batch, EXAMPLES), readings, cost);
  }

  private static List<Proposal> grid(Situation basis) {
    return new RateAndLength().propose(basis, basis.change().alone());
  }

  private static Recipe raised(Situation basis) {
    return grid(basis).get(0).corrected();
  }

  private static double rate(Proposal proposal) {
    return proposal.corrected().training().optimizer().rate();
  }

  @Test
  void pureNoiseOnAFlatLandscapeAsksForTheLinearRate() {
    Situation basis = basis(SampleRecipes.sgd(), 256, 100, 0, 0.001, 8);
    assertThat(grid(basis)).extracting(PlannerTest::rate).contains(1.6);
    assertThat(new Planner(basis).conflicts())
        .extracting(Fact::verdict)
        .doesNotContain(PlanFinding.NOISE_AGAINST_STABILITY);
  }

  @Test
  void anEdgeCloseByIsNamedAsAConflict() {
    // Edge 2 (1.9) / 9.5 = 0.4: headroom for a factor of 4, the square root of the change.
    Situation basis = basis(SampleRecipes.sgd(), 256, 100, 0, 9.5, 8);
    assertThat(basis.headroom()).isCloseTo(4, within(1e-12));
    assertThat(new Planner(basis).conflicts())
        .extracting(Fact::verdict)
        .contains(PlanFinding.NOISE_AGAINST_STABILITY);
  }

  @Test
  void ratesAndLengthsAreProposedTogether() {
    // Gain (100 / 16 + 1) / (100 / 256 + 1) = 5.21, square root 4, linear 16; 630 steps become 40,
    // so that at 4 times the length a factor of 3.94 is missing, its root 1.98.
    List<Proposal> grid = grid(basis(SampleRecipes.sgd(), 256, 100, 1, 0.001, 4));
    assertThat(grid)
        .extracting(Proposal::name)
        .containsExactly(
            "learning rate 0.5213 (noise-measured)",
            "learning rate 0.4 (square root)",
            "learning rate 1.6 (linear)",
            "learning rate 0.5213 (noise-measured), 30 epochs",
            "40 epochs",
            "learning rate 0.1984 (root of missing steps), 40 epochs",
            "learning rate 0.3938 (linear in missing steps), 40 epochs",
            "learning rate 0.5213 (noise-measured), 40 epochs");
    assertThat(grid.get(5).corrected().training().budget()).isEqualTo(Span.epochs(40));
  }

  @Test
  void lengthsStayWithinTheAllowedCost() {
    for (double cost : new double[] {1, 1.5, 2.7, 8, 100}) {
      Situation basis = basis(SampleRecipes.sgd(), 256, 100, 1, 0.001, cost);
      TrainingCost baseline = basis.change().cost(SampleRecipes.sgd());
      assertThat(grid(basis))
          .allSatisfy(
              proposal -> {
                TrainingCost longer = basis.change().cost(proposal.corrected());
                assertThat(longer.times(baseline)).isLessThanOrEqualTo(cost + 1e-9);
                assertThat(longer.steps()).isLessThanOrEqualTo(baseline.steps());
              });
      long longer =
          grid(basis).stream()
              .filter(proposal -> basis.change().cost(proposal.corrected()).steps() > 40)
              .count();
      assertThat(longer > 0).isEqualTo(cost > 1.15);
    }
  }

  @Test
  void adaptiveOptimizersGetSquareRootsOnly() {
    Recipe adamw = SampleRecipes.cnn("{kind: adamw, rate: 0.001}");
    assertThat(grid(basis(adamw, 256, 100, 0, 1, 4)))
        .extracting(Proposal::name)
        .containsExactly(
            "learning rate 0.004 (square root)",
            "40 epochs",
            "learning rate 0.001984 (root of missing steps), 40 epochs",
            "learning rate 0.004 (square root), 40 epochs");
  }

  @Test
  void aBudgetInStepsIsNoLongerThanItsCostAllows() {
    Recipe steps =
        SampleRecipes.sgd().withTraining(SampleRecipes.sgd().training().withBudget(Span.steps(63)));
    // 63 steps of 256 take 16 times the baseline's examples, already more than the cost allows.
    Situation basis = basis(steps, 256, 100, 1, 0.001, 4);
    assertThat(basis.fewerSteps()).isEqualTo(1);
    assertThat(new Planner(basis).conflicts())
        .extracting(Fact::verdict)
        .doesNotContain(PlanFinding.STEPS_AGAINST_COST);
    assertThat(grid(basis))
        .allSatisfy(
            proposal ->
                assertThat(proposal.corrected().training().budget()).isEqualTo(Span.steps(63)));
  }

  @Test
  void aWarmUpLastsAsLongAsTheCurvatureForbidsTheRate() {
    Situation basis = basis(SampleRecipes.sgd(), 256, 100, 1, 5, 8);
    Recipe warm = new WarmUp().propose(basis, raised(basis)).get(0).corrected();
    // Forbidden at the start only: a twentieth of 40 steps.
    assertThat(warm.training().schedule().warmUp()).isEqualTo(Span.steps(2));
    assertThat(new WarmUp().propose(basis, basis.change().alone())).isEmpty();
    assertThat(new WarmUp().propose(basis, warm)).isEmpty();
  }

  @Test
  void aStretchedTrainingKeepsTheShareOfItsWarmUp() {
    Situation basis = basis(SampleRecipes.sgd(), 256, 100, 1, 5, 8);
    Recipe warm = new WarmUp().propose(basis, raised(basis)).get(0).corrected();
    Recipe longest = basis.change().longer(warm, 8);
    assertThat(longest.training().schedule().warmUp()).isEqualTo(Span.steps(16));
    assertThat(longest.training().budget()).isEqualTo(Span.epochs(80));
    assertThat(basis.change().atCost(2).training().budget()).isEqualTo(Span.epochs(20));
  }

  @Test
  void ghostBatchesKeepTheOldSizeWhereThereIsBatchNormalization() {
    Situation basis = basis(SampleRecipes.sgd(), 256, 100, 1, 1, 8);
    List<Proposal> ghosts = new GhostNormalization().propose(basis, basis.change().alone());
    NormalizationRecipe normalization = ghosts.get(0).corrected().model().normalization();
    assertThat(normalization.kind()).isEqualTo(NormalizationRecipe.Kind.GHOST);
    assertThat(normalization.ghost()).isEqualTo(16);
    assertThat(new GhostNormalization().propose(basis, ghosts.get(0).corrected())).isEmpty();
  }

  @Test
  void aSmallerBatchGetsASmallerRateAndNothingLonger() {
    Situation basis = basis(SampleRecipes.sgd(), 4, 100, 0, 1, 8);
    Recipe changed = basis.change().alone();
    assertThat(grid(basis))
        .extracting(Proposal::name)
        .containsExactly(
            "learning rate 0.025 (noise-measured)", "learning rate 0.05 (square root)");
    assertThat(grid(basis))
        .allSatisfy(
            proposal ->
                assertThat(proposal.corrected().training().budget())
                    .isEqualTo(changed.training().budget()));
    assertThat(new GhostNormalization().propose(basis, changed)).isEmpty();
    assertThat(new Planner(basis).predicted())
        .containsExactly(Fact.of(PlanFinding.NOT_FEWER_STEPS));
  }

  @Test
  void changesThatAreNoneOrTooLargeAreRefused() {
    Recipe recipe = SampleRecipes.sgd();
    assertThatThrownBy(() -> SampleRecipes.batch(recipe, 16, EXAMPLES))
        .hasMessageContaining("values other than the recipe's");
    assertThatThrownBy(() -> SampleRecipes.batch(recipe, 2000, EXAMPLES))
        .hasMessageContaining("at most the 1000");
    Recipe onAClock = recipe.withTraining(recipe.training().withBudget(Span.seconds(5)));
    assertThatThrownBy(() -> SampleRecipes.batch(onAClock, 256, EXAMPLES))
        .hasMessageContaining("5 seconds");
  }
}
