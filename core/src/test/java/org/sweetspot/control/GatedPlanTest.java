package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.Correction;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

/** The gate beside a laboratory whose answers are formulas. */
class GatedPlanTest {
  private final NoisyQuadratic laboratory = new NoisyQuadratic(0.05, 0.5);
  private final Recipe recipe = NoisyQuadratic.recipe(16, 0.1, Span.epochs(10));
  private final Change change = SampleRecipes.batch(recipe, 256, NoisyQuadratic.EXAMPLES);
  private final Situation basis = new Situation(change, laboratory.read(change.unchanged()), 4);

  private GatedPlan plan() {
    Trials trials = new Trials(laboratory, ExperimentObserver.SILENT, 5);
    return new GatedPlan(trials, new Gate(0.95), change, trials.train(Arm.CHANGED, change.alone()));
  }

  private Proposal rate(String name, Recipe current, double rate) {
    return new Proposal(
        name,
        "",
        current.withTraining(
            current.training().withOptimizer(current.training().optimizer().withRate(rate))));
  }

  private static List<Correction> made(BiFunction<Situation, Recipe, List<Proposal>> proposals) {
    return MadeUp.of(proposals).corrections();
  }

  private static List<Outcome> outcomes(GatedPlan plan) {
    return plan.corrections().stream().map(TriedCorrection::outcome).toList();
  }

  @Test
  void theBestOfThoseThatExcludeEachOtherIsKept() {
    GatedPlan plan = plan();
    plan.offer(
        made(
            (from, current) ->
                List.of(
                    rate("lower", current, 0.05),
                    rate("double", current, 0.2),
                    rate("best", current, 1.6),
                    rate("explodes", current, 60))),
        basis);
    assertThat(outcomes(plan))
        .containsExactly(Outcome.HURTS, Outcome.LESS, Outcome.KEPT, Outcome.DIVERGED);
    assertThat(plan.recipe().training().optimizer().rate()).isEqualTo(1.6);
    assertThat(plan.corrections()).allMatch(correction -> correction.cost() == 1);
  }

  @Test
  void whatChangesNothingIsNotKeptAndLaterKindsStandOnWhatWas() {
    GatedPlan plan = plan();
    plan.offer(made((from, current) -> List.of(rate("raise", current, 1.6))), basis);
    plan.offer(made((from, current) -> List.of(rate("same", current.withSeed(1000), 1.6))), basis);
    assertThat(outcomes(plan)).containsExactly(Outcome.KEPT, Outcome.NOT_SIGNIFICANT);
    assertThat(plan.recipe().training().optimizer().rate()).isEqualTo(1.6);
    assertThat(plan.power())
        .hasValueSatisfying(power -> assertThat(power.candidates()).isEqualTo(1));
  }

  @Test
  void aTwinOfTheKeptOneIsAsGood() {
    GatedPlan plan = plan();
    // The same rate with other noise: the formula gives both the same accuracy.
    plan.offer(
        made(
            (from, current) ->
                List.of(rate("one", current, 1.6), rate("twin", current.withSeed(1000), 1.6))),
        basis);
    assertThat(outcomes(plan)).containsExactlyInAnyOrder(Outcome.KEPT, Outcome.AS_GOOD);
  }

  @Test
  void withNothingToOfferNothingIsTrained() {
    GatedPlan plan = plan();
    int trained = laboratory.trainings();
    plan.offer(made((from, current) -> List.of()), basis);
    assertThat(laboratory.trainings()).isEqualTo(trained);
    assertThat(plan.power()).isEmpty();
    assertThat(plan.recipe()).isEqualTo(change.alone());
  }
}
