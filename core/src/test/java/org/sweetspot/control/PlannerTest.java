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

  private static Plan plan(
      Recipe recipe, double noise, double signal, double curvature, double cost) {
    Readings readings =
        new Readings(
            List.of(
                new Reading(0, noise, 0, signal, 0, curvature, 0),
                new Reading(0.5, noise, 0, signal, 0, curvature, 0),
                new Reading(1, noise, 0, signal, 0, curvature, 0)));
    return new Planner(new BatchChange(recipe, 256, EXAMPLES), readings, cost).plan();
  }

  private static List<String> names(Plan plan) {
    return plan.proposals().stream().map(Proposal::name).toList();
  }

  @Test
  void pureNoiseOnAFlatLandscapeAsksForTheLinearRateFirst() {
    Plan plan = plan(SampleRecipes.sgd(), 100, 0, 0.01, 8);
    assertThat(names(plan).get(0)).isIn("linear learning rate", "noise-measured learning rate");
    Recipe corrected = plan.proposals().get(0).correction().apply(SampleRecipes.sgd());
    assertThat(corrected.training().optimizer().rate()).isEqualTo(1.6);
    assertThat(plan.conflicts()).noneMatch(conflict -> conflict.contains("stability"));
  }

  @Test
  void anEdgeCloseByAsksForASmallerRateAndNamesTheConflict() {
    // Edge 2 (1.9) / 9.5 = 0.4: room for a factor of 4, the square root of the change.
    Plan plan = plan(SampleRecipes.sgd(), 100, 0, 9.5, 8);
    assertThat(names(plan).get(0)).isEqualTo("square-root learning rate");
    assertThat(plan.conflicts()).anyMatch(conflict -> conflict.contains("stability"));
  }

  @Test
  void adaptiveOptimizersGetTheSquareRootOnly() {
    Plan plan = plan(SampleRecipes.cnn("{kind: adamw, rate: 0.001}"), 100, 0, 1, 8);
    assertThat(names(plan))
        .contains("square-root learning rate")
        .doesNotContain("linear learning rate");
  }

  @Test
  void longerTrainingDoesTheMissingWorkWithinTheAllowedCost() {
    // Gain: (100/16 + 1) / (100/256 + 1) = 5.21; nearest rule is noise-measured; 16 / 5.21 = 3.07.
    Plan plan = plan(SampleRecipes.sgd(), 100, 1, 0.01, 8);
    assertThat(names(plan))
        .contains(
            "noise-measured learning rate",
            "train longer, 3.07 times the examples",
            "train longer, 8 times the examples");
    Proposal longest =
        plan.proposals().stream()
            .filter(p -> p.name().contains("8 times"))
            .findFirst()
            .orElseThrow();
    // Ten epochs of ceil(1000 / 256) = 4 steps, eight times.
    assertThat(
            longest
                .correction()
                .apply(new BatchChange(SampleRecipes.sgd(), 256, EXAMPLES).changed())
                .training()
                .budget())
        .isEqualTo(Span.steps(320));
    assertThat(plan(SampleRecipes.sgd(), 100, 1, 0.01, 1).proposals())
        .noneMatch(proposal -> proposal.kind() == Proposal.Kind.LENGTH);
  }

  @Test
  void ghostBatchesKeepTheOldSizeWhereThereIsBatchNormalization() {
    Plan plan = plan(SampleRecipes.sgd(), 100, 1, 1, 8);
    Proposal ghost =
        plan.proposals().stream()
            .filter(p -> p.kind() == Proposal.Kind.NORMALIZATION)
            .findFirst()
            .orElseThrow();
    NormalizationRecipe normalization =
        ghost.correction().apply(SampleRecipes.sgd()).model().normalization();
    assertThat(normalization.kind()).isEqualTo(NormalizationRecipe.Kind.GHOST);
    assertThat(normalization.ghost()).isEqualTo(16);
    Recipe plain =
        SampleRecipes.sgd()
            .withModel(SampleRecipes.sgd().model().withNormalization(NormalizationRecipe.NONE));
    assertThat(plan(plain, 100, 1, 1, 8).proposals())
        .noneMatch(p -> p.kind() == Proposal.Kind.NORMALIZATION);
  }

  @Test
  void aSmallerBatchGetsASmallerRateAndNothingLonger() {
    Readings readings = new Readings(List.of(new Reading(0, 100, 0, 0, 0, 1, 0)));
    Plan plan = new Planner(new BatchChange(SampleRecipes.sgd(), 4, EXAMPLES), readings, 8).plan();
    Recipe corrected = plan.proposals().get(0).correction().apply(SampleRecipes.sgd());
    assertThat(corrected.training().optimizer().rate()).isEqualTo(0.025);
    assertThat(plan.proposals()).allMatch(proposal -> proposal.kind() == Proposal.Kind.RATE);
  }

  @Test
  void changesThatAreNoneOrTooLargeAreRefused() {
    assertThatThrownBy(() -> new BatchChange(SampleRecipes.sgd(), 16, EXAMPLES))
        .hasMessageContaining("other than the recipe's 16, got 16");
    assertThatThrownBy(() -> new BatchChange(SampleRecipes.sgd(), 2000, EXAMPLES))
        .hasMessageContaining("at most the 1000");
    Recipe onAClock =
        SampleRecipes.sgd()
            .withTraining(SampleRecipes.sgd().training().withBudget(Span.seconds(5)));
    assertThatThrownBy(() -> new BatchChange(onAClock, 256, EXAMPLES))
        .hasMessageContaining("5 seconds");
  }
}
