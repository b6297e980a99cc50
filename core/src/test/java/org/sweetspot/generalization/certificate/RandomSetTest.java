package org.sweetspot.generalization.certificate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.generalization.bound.Bound;
import org.sweetspot.generalization.bound.BoundKind;
import org.sweetspot.generalization.bound.Evidence;
import org.sweetspot.generalization.bound.RandomSetBound;
import org.sweetspot.generalization.bound.RandomSetStability;
import org.sweetspot.generalization.posterior.Blobs;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.TrainingRecipe;

class RandomSetTest {
  private static final TrainingRecipe RECIPE = Blobs.recipe(20, 0.1, 10);

  private static RetrainedSets.Outcome trained(Problem problem, TrainingRecipe recipe) {
    return new RetrainedSets(problem, recipe, new Seed(1))
        .of(problem.parameters().copy(), 3, name -> List.of());
  }

  @Test
  void theBoundIsThatByHand() {
    RandomSetStability set = new RandomSetStability(1000, 100, 20, 0.02, 0.001, 3, 0.01, 4);

    Bound bound =
        (Bound) new RandomSetBound().apply(Evidence.NONE.with(RandomSetStability.class, set), 0.1);

    assertThat(bound.value()).isCloseTo(0.04 + 0.02 + Math.sqrt(Math.log(4) / 200), within(1e-15));
    assertThat(bound.card().kind()).isEqualTo(BoundKind.CONDITIONAL);
    assertThatThrownBy(() -> new RandomSetStability(10, 11, 1, 0, 0, 1, 0, 1))
        .hasMessageContaining("11 of 10");
  }

  @Test
  void distancesAndBallsAreThoseByHand() {
    List<double[]> states =
        List.of(new double[] {0, 0}, new double[] {1, 0}, new double[] {1, 0.5});

    assertThat(RetrainedSets.radii(states)).containsExactly(1, 0.5, 0);
    assertThat(RetrainedSets.distance(states, List.of(new double[] {0.25, 0}))).isEqualTo(0.75);
    assertThat(RetrainedSets.distance(states, states)).isZero();
  }

  @Test
  void aStableTrainingIsBoundedAboveItsWorstGap() {
    int below = 0;
    for (int i = 0; i < 20; i++) {
      try (Problem problem = Blobs.problem(1100, 1000, 50 + i)) {
        RetrainedSets.Outcome outcome = trained(problem, RECIPE);
        assertThat(outcome.stability().replaced()).isEqualTo(100);
        assertThat(outcome.stability().examples()).isEqualTo(1000);
        assertThat(outcome.stability().bound()).isLessThan(0.5);
        below += outcome.stability().bound() < outcome.gap() ? 1 : 0;
      }
    }
    // It bounds a mean over samples; single gaps lie far below it.
    assertThat(below).isZero();
  }

  @Test
  void replacingNothingOfWeightMovesNothing() {
    // At a rate of nearly zero the examples do not matter.
    try (Problem problem = Blobs.problem(110, 100, 3)) {
      RandomSetStability set = trained(problem, Blobs.recipe(20, 1e-12, 2)).stability();

      assertThat(set.distance()).isLessThan(1e-9);
      assertThat(set.bound()).isLessThan(1e-8);
      assertThat(set.balls()).isEqualTo(1);
    }
  }
}
