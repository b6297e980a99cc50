package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

/** A whole experiment on the digits, with the plain Java softmax regression as the engine. */
@Tag("heavy")
class ControlExperimentTest {
  @TempDir static Path folder;
  private static ControlResult result;
  private static final List<String> TASKS = new ArrayList<>();

  @BeforeAll
  static void run() {
    result =
        LinearExperiment.of(folder.resolve("whole"), LinearExperiment.noted(TASKS))
            .run(LinearExperiment.RECIPE);
  }

  @Test
  void theCriticalBatchIsMeasuredOnceForACorrectionThatAsks() {
    CriticalBatch critical = Objects.requireNonNull(result.criticalBatch());
    assertThat(critical.batch()).isEqualTo(10);
    assertThat(critical.points()).hasSize(4);
    assertThat(TASKS).contains("critical batch by branching, network 4");
    assertThat(folder.resolve("whole").toFile().list())
        .filteredOn(name -> name.endsWith("-branches"))
        .hasSize(4);
    ControlResult again =
        LinearExperiment.of(folder.resolve("whole"), ExperimentObserver.SILENT)
            .run(LinearExperiment.RECIPE);
    assertThat(again.criticalBatch()).isEqualTo(critical);
  }

  @Test
  void theArmsDifferInWhatTheySay() {
    assertThat(result.arms())
        .extracting(Arm::name)
        .containsExactly("baseline", "changed", "step-matched", "controlled", "equal-cost");
    assertThat(result.arm("baseline").runs()).extracting(ArmRun::steps).containsOnly(360L);
    assertThat(result.arm("changed").runs()).extracting(ArmRun::steps).containsOnly(24L);
    assertThat(result.arm("step-matched").runs()).extracting(ArmRun::steps).containsOnly(360L);
    assertThat(result.arm("changed").recipe().training().batch()).isEqualTo(150);
    assertThat(result.arm("step-matched").recipe().training().optimizer())
        .isEqualTo(LinearExperiment.RECIPE.training().optimizer());
    assertThat(result.arms()).allSatisfy(arm -> assertThat(arm.runs()).hasSize(4));
    assertThat(result.arm("equal-cost").recipe().training().batch()).isEqualTo(10);
    assertThat(result.arm("equal-cost").cost().examples())
        .isEqualTo(result.arm("controlled").cost().examples());
  }

  @Test
  void theGapIsTheSumOfItsParts() {
    Gap gap = result.gap();
    assertThat(gap.steps().value() + gap.atEqualSteps().value())
        .isCloseTo(gap.points().value(), within(1e-9));
    double baseline = mean(result.arm("baseline"));
    double changed = mean(result.arm("changed"));
    assertThat(gap.points().value()).isCloseTo(100 * (baseline - changed), within(1e-9));
    assertThat(gap.points().isAboveZero()).isTrue();
    double controlled = mean(result.arm("controlled"));
    assertThat(result.recovery().share().value())
        .isCloseTo((controlled - changed) / (baseline - changed), within(1e-9));
  }

  @Test
  void aJointChangeIsTakenApartAndAMadeUpCorrectionIsTried() {
    Recipe joint =
        LinearExperiment.RECIPE.withControl(
            LinearExperiment.RECIPE
                .control()
                .withChange(ChangeRecipe.parse(List.of("batch=50", "budget=50%"))));
    ControlExperiment experiment =
        new ControlExperiment(
            LinearExperiment.laboratory(folder.resolve("joint")),
            ExperimentObserver.SILENT,
            Map.of(),
            MadeUp.of(
                (situation, current) ->
                    List.of(
                        new Proposal(
                            "twice the rate",
                            "made up",
                            current.withTraining(
                                current
                                    .training()
                                    .withOptimizer(
                                        current
                                            .training()
                                            .optimizer()
                                            .withRate(
                                                2 * current.training().optimizer().rate())))))),
            List.of());
    ControlResult apart = experiment.run(joint);
    assertThat(apart.corrections())
        .singleElement()
        .satisfies(tried -> assertThat(tried.id()).isEqualTo("made-up"));
    assertThat(apart.gap().parts())
        .extracting(GapPart::name)
        .containsExactly("batch=50", "budget=50%", GapPart.TOGETHER);
    assertThat(apart.gap().parts().stream().mapToDouble(part -> part.points().value()).sum())
        .isCloseTo(apart.gap().points().value(), within(1e-9));
    assertThat(apart.gap().steps().value() + apart.gap().atEqualSteps().value())
        .isCloseTo(apart.gap().points().value(), within(1e-9));
    assertThat(apart.find("batch=50").orElseThrow().recipe().training().budget())
        .isEqualTo(LinearExperiment.RECIPE.training().budget());
  }

  @Test
  void aChangeOfNoStepsHasNothingToMatch() {
    Recipe rate =
        LinearExperiment.RECIPE.withControl(
            LinearExperiment.RECIPE.control().withChange(ChangeRecipe.parse(List.of("lr=x0.01"))));
    ControlResult slower =
        LinearExperiment.of(folder.resolve("rate"), ExperimentObserver.SILENT).run(rate);
    assertThat(slower.change().matching()).isNull();
    assertThat(slower.gap().atEqualSteps()).isEqualTo(slower.gap().points());
    assertThat(slower.change().aspects()).containsExactly(Aspect.RATE);
  }

  private static double mean(Arm arm) {
    return arm.runs().stream().mapToDouble(ArmRun::testAccuracy).average().orElseThrow();
  }

  @Test
  void theBestOfTheSignificantCorrectionsIsKeptAndWinsTheGapBack() {
    // A convex problem: 24 steps instead of 360 are under-training, a raised rate gives it back.
    List<TriedCorrection> grid =
        result.corrections().stream().filter(c -> c.name().contains("learning rate")).toList();
    assertThat(grid).hasSizeGreaterThan(3);
    assertThat(grid.stream().filter(TriedCorrection::kept)).hasSize(1);
    TriedCorrection kept = grid.stream().filter(TriedCorrection::kept).findFirst().orElseThrow();
    assertThat(kept.pValue()).isLessThan(0.05);
    for (TriedCorrection correction : result.corrections()) {
      boolean significant = correction.pValue() < 0.05;
      switch (correction.outcome()) {
        case KEPT, AS_GOOD, LESS -> {
          assertThat(significant).isTrue();
          assertThat(correction.effect().value()).isPositive();
        }
        case HURTS -> assertThat(significant && correction.effect().value() < 0).isTrue();
        default -> assertThat(significant).as(correction.name()).isFalse();
      }
    }
    assertThat(grid).allMatch(c -> c.effect().value() <= kept.effect().value() || !c.kept());
    assertThat(result.arm("controlled").recipe()).isNotEqualTo(result.arm("changed").recipe());
    assertThat(result.recovery().share().low()).isGreaterThan(0.5);
    assertThat(result.gap().steps().isAboveZero()).isTrue();
    assertThat(result.plan().training().optimizer().rate()).isGreaterThan(0.3);
  }

  @Test
  void biasesAreMeasuredOnEveryArm() {
    assertThat(result.shifts())
        .extracting(BiasShift::measure)
        .contains("hessian-eigenvalues/1", "distance-from-initialization/absolute", "ece");
    BiasShift distance =
        result.shifts().stream()
            .filter(shift -> shift.measure().startsWith("distance"))
            .findFirst()
            .orElseThrow();
    assertThat(distance.changed()).isLessThan(distance.baseline());
    assertThat(distance.moved()).isTrue();
    for (String arm : List.of("baseline", "changed", "step-matched", "controlled")) {
      assertThat(result.arm(arm).measures()).as(arm).isNotEmpty();
    }
    assertThat(result.arm("equal-cost").measures()).isEmpty();
  }

  @Test
  void thePlanIsARecipeReadyToTrain() {
    assertThat(result.plan().name()).isEqualTo("linear-controlled");
    assertThat(result.plan().training().batch()).isEqualTo(150);
    assertThat(result.plan().control().change()).isEqualTo(ChangeRecipe.NONE);
    assertThat(result.change().isOnly(Aspect.BATCH)).isTrue();
  }

  @Test
  void theCurvesEndWithTheResult() {
    for (Arm arm : result.arms()) {
      for (ArmRun run : arm.runs()) {
        assertThat(run.curve()).isNotEmpty();
        assertThat(run.curve().get(run.curve().size() - 1).step()).isEqualTo(run.steps());
      }
    }
  }

  @Test
  void aRepeatedExperimentTrainsNothingAndSaysTheSame() {
    List<Double> seconds = new ArrayList<>();
    ControlResult again =
        LinearExperiment.of(folder.resolve("whole"), ExperimentObserver.SILENT)
            .run(LinearExperiment.RECIPE);
    again.arms().forEach(arm -> arm.runs().forEach(run -> seconds.add(run.seconds())));
    List<Double> first = new ArrayList<>();
    result.arms().forEach(arm -> arm.runs().forEach(run -> first.add(run.seconds())));
    assertThat(seconds).isEqualTo(first);
    assertThat(again.gap()).isEqualTo(result.gap());
    assertThat(again.shifts()).isEqualTo(result.shifts());
  }

  @Test
  void anInterruptedExperimentGoesOnToTheSameResult() {
    Path path = folder.resolve("interrupted");
    int asked = TASKS.size() / 2;
    int[] count = {0};
    RunLaboratory laboratory = LinearExperiment.laboratory(path);
    ControlExperiment interrupted =
        new ControlExperiment(
            laboratory,
            (task, done, expected) -> {
              if (++count[0] == asked) {
                laboratory.interrupt();
              }
            },
            Map.of());
    assertThatThrownBy(() -> interrupted.run(LinearExperiment.RECIPE))
        .isInstanceOf(InterruptedExperimentException.class)
        .hasMessageContaining("goes on");
    ControlResult whole =
        LinearExperiment.of(path, ExperimentObserver.SILENT).run(LinearExperiment.RECIPE);
    assertThat(whole.gap()).isEqualTo(result.gap());
    assertThat(whole.recovery()).isEqualTo(result.recovery());
    assertThat(whole.shifts()).isEqualTo(result.shifts());
    assertThat(whole.plan()).isEqualTo(result.plan());
  }

  @Test
  void recipesThatCannotBeControlledAreRefused() {
    ControlExperiment experiment =
        LinearExperiment.of(folder.resolve("refused"), ExperimentObserver.SILENT);
    Recipe nothing =
        LinearExperiment.RECIPE.withControl(
            LinearExperiment.RECIPE.control().withChange(ChangeRecipe.NONE));
    assertThatThrownBy(() -> experiment.run(nothing)).hasMessageContaining("expected a change");
    Recipe clock =
        LinearExperiment.RECIPE.withTraining(
            LinearExperiment.RECIPE.training().withBudget(Span.seconds(1)));
    assertThatThrownBy(() -> experiment.run(clock)).hasMessageContaining("epochs or steps");
  }
}
