package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

class TrialsTest {
  private final NoisyQuadratic laboratory = new NoisyQuadratic(0.1, 0.5);
  private final Recipe recipe = NoisyQuadratic.recipe(64, 0.1, Span.epochs(2));

  @Test
  void seedIIsTheRecipesPlusI() {
    Trials trials = new Trials(laboratory, ExperimentObserver.SILENT, 3);
    List<ArmRun> runs = trials.train("baseline", recipe.withSeed(7));
    assertThat(runs).extracting(ArmRun::seed).containsExactly(7L, 8L, 9L);
    assertThat(runs).extracting(ArmRun::testAccuracy).doesNotHaveDuplicates();
    assertThat(trials.train("baseline", recipe.withSeed(7))).isEqualTo(runs);
  }

  @Test
  void workIsCountedInExamplesAndUpdatesAndNeverRunsBackwards() {
    List<Double> done = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    Trials trials =
        new Trials(
            laboratory,
            (task, now, all) -> {
              done.add(now);
              expected.add(all);
            },
            2);
    trials.expect(recipe, 1);
    List<ArmRun> runs = trials.train("baseline", recipe);
    trials.train("longer", recipe.withTraining(recipe.training().withBudget(Span.epochs(6))));
    trials.arm("baseline", recipe, runs);
    assertThat(done).isSorted();
    // Two runs of 2,048 examples in 32 updates, each of which counts as 64 examples more.
    assertThat(done.get(2)).isEqualTo(2 * (2 * 1024.0 + 32 * 64));
    for (int i = 0; i < done.size(); i++) {
      assertThat(done.get(i)).isLessThanOrEqualTo(expected.get(i));
    }
  }

  @Test
  void whatIsReservedIsNotUsedUpByOtherWork() {
    assertThat(leftAfterMoreThanExpected(false) - leftAfterMoreThanExpected(true))
        .isEqualTo(2 * 2 * 4096.0);
  }

  /** Work left at the last run of a training that is longer than what was announced. */
  private double leftAfterMoreThanExpected(boolean released) {
    List<Double> left = new ArrayList<>();
    Trials trials = new Trials(laboratory, (task, now, all) -> left.add(all - now), 2);
    trials.expect(recipe, 1);
    trials.reserve(recipe, 2);
    if (released) {
      trials.release();
    }
    trials.train("longest", recipe.withTraining(recipe.training().withBudget(Span.epochs(90))));
    return left.get(left.size() - 1);
  }

  @Test
  void anArmKnowsWhatItsRecipeTakes() {
    Trials trials = new Trials(laboratory, ExperimentObserver.SILENT, 2);
    Arm arm = trials.unmeasured("equal-cost", recipe, trials.train("equal-cost", recipe));
    assertThat(arm.cost()).isEqualTo(new TrainingCost(32, 2048));
    assertThat(arm.measures()).isEmpty();
    assertThat(trials.validationExamples(recipe)).isEqualTo(500);
  }
}
