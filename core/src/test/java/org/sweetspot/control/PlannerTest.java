package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

class PlannerTest {
  private static final int EXAMPLES = 1000;

  private static PlanBasis basis(
      Recipe recipe, int batch, double noise, double signal, double curvature, double cost) {
    Reading start = new Reading(0, noise, 0, signal, 0, 100 * curvature, 0);
    Reading middle = new Reading(0.3, noise, 0, signal, 0, curvature, 0);
    Reading end = new Reading(1, noise, 0, signal, 0, curvature, 0);
    Readings readings = new Readings(List.of(start, middle, end));
    return new PlanBasis(new BatchChange(recipe, batch, EXAMPLES), readings, cost);
  }

  private static List<Proposal> rates(PlanBasis basis) {
    return new RateProposals().propose(basis, basis.change().changed());
  }

  private static double rate(Proposal proposal) {
    return proposal.corrected().training().optimizer().rate();
  }

  @Test
  void pureNoiseOnAFlatLandscapeAsksForTheLinearRate() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 0, 0.001, 8);
    assertThat(rate(rates(basis).get(0))).isEqualTo(1.6);
    assertThat(new Planner(basis).conflicts()).noneMatch(text -> text.contains("stability"));
  }

  @Test
  void anEdgeCloseByAsksForASmallerRateAndNamesTheConflict() {
    // Edge 2 (1.9) / 9.5 = 0.4: room for a factor of 4, the square root of the change.
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 0, 9.5, 8);
    assertThat(rates(basis).get(0).name()).isEqualTo("square-root learning rate");
    assertThat(rate(rates(basis).get(0))).isEqualTo(0.4);
    assertThat(new Planner(basis).conflicts()).anyMatch(text -> text.contains("stability"));
  }

  @Test
  void theThreeRulesAreTriedFromTheNearestToTheMeasuredGain() {
    // Gain (100 / 16 + 1) / (100 / 256 + 1) = 5.21, square root 4, linear 16.
    List<Proposal> rates = rates(basis(SampleRecipes.sgd(), 256, 100, 1, 0.001, 8));
    assertThat(rates)
        .extracting(Proposal::name)
        .containsExactly(
            "noise-measured learning rate", "square-root learning rate", "linear learning rate");
    assertThat(rate(rates.get(0))).isEqualTo(0.5213);
  }

  @Test
  void adaptiveOptimizersGetTheSquareRootOnly() {
    Recipe adamw = SampleRecipes.cnn("{kind: adamw, rate: 0.001}");
    assertThat(rates(basis(adamw, 256, 100, 0, 1, 8)))
        .extracting(Proposal::name)
        .containsExactly("square-root learning rate");
  }

  @Test
  void aWarmUpLastsAsLongAsTheCurvatureForbidsTheRate() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 1, 5, 8);
    Recipe raised = rates(basis).get(0).corrected();
    Recipe warm = new WarmUpProposals().propose(basis, raised).get(0).corrected();
    // Forbidden at the start only: a twentieth of 40 steps.
    assertThat(warm.training().schedule().warmUp()).isEqualTo(Span.steps(2));
    assertThat(new WarmUpProposals().propose(basis, basis.change().changed())).isEmpty();
    assertThat(new WarmUpProposals().propose(basis, warm)).isEmpty();
  }

  @Test
  void longerTrainingDoesTheMissingWorkWithinTheAllowedCost() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 1, 0.001, 8);
    Recipe raised = rates(basis).get(0).corrected();
    List<Proposal> lengths = new LengthProposals().propose(basis, raised);
    assertThat(lengths)
        .extracting(Proposal::name)
        .containsExactly("training on 3.07 times the examples", "training on 8 times the examples");
    // Ten epochs of ceil(1000 / 256) = 4 steps, eight times.
    assertThat(lengths.get(1).corrected().training().budget()).isEqualTo(Span.steps(320));
    PlanBasis mean = basis(SampleRecipes.sgd(), 256, 100, 1, 0.001, 1);
    assertThat(new LengthProposals().propose(mean, raised)).isEmpty();
  }

  @Test
  void withoutARaisedRateAStepIsWorthOneOldOne() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 1, 0.001, 20);
    assertThat(basis.worth(basis.change().changed())).isEqualTo(1);
    assertThat(new LengthProposals().propose(basis, basis.change().changed()))
        .extracting(Proposal::name)
        .containsExactly("training on 16 times the examples");
  }

  @Test
  void aStretchedTrainingKeepsTheShareOfItsWarmUp() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 1, 5, 8);
    Recipe raised = rates(basis).get(0).corrected();
    Recipe warm = new WarmUpProposals().propose(basis, raised).get(0).corrected();
    List<Proposal> lengths = new LengthProposals().propose(basis, warm);
    Recipe longest = lengths.get(lengths.size() - 1).corrected();
    assertThat(longest.training().schedule().warmUp()).isEqualTo(Span.steps(16));
  }

  @Test
  void ghostBatchesKeepTheOldSizeWhereThereIsBatchNormalization() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 256, 100, 1, 1, 8);
    List<Proposal> ghosts = new NormalizationProposals().propose(basis, basis.change().changed());
    NormalizationRecipe normalization = ghosts.get(0).corrected().model().normalization();
    assertThat(normalization.kind()).isEqualTo(NormalizationRecipe.Kind.GHOST);
    assertThat(normalization.ghost()).isEqualTo(16);
    assertThat(new NormalizationProposals().propose(basis, ghosts.get(0).corrected())).isEmpty();
  }

  @Test
  void aSmallerBatchGetsASmallerRateAndNothingLonger() {
    PlanBasis basis = basis(SampleRecipes.sgd(), 4, 100, 0, 1, 8);
    Recipe changed = basis.change().changed();
    assertThat(rate(rates(basis).get(0))).isEqualTo(0.025);
    assertThat(new LengthProposals().propose(basis, changed)).isEmpty();
    assertThat(new NormalizationProposals().propose(basis, changed)).isEmpty();
    assertThat(new Planner(basis).predicted().get(0)).contains("no under-training");
  }

  @Test
  void changesThatAreNoneOrTooLargeAreRefused() {
    Recipe recipe = SampleRecipes.sgd();
    assertThatThrownBy(() -> new BatchChange(recipe, 16, EXAMPLES))
        .hasMessageContaining("other than the recipe's 16, got 16");
    assertThatThrownBy(() -> new BatchChange(recipe, 2000, EXAMPLES))
        .hasMessageContaining("at most the 1000");
    Recipe onAClock = recipe.withTraining(recipe.training().withBudget(Span.seconds(5)));
    assertThatThrownBy(() -> new BatchChange(onAClock, 256, EXAMPLES))
        .hasMessageContaining("5 seconds");
  }
}
