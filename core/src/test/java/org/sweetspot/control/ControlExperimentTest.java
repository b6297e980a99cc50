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
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.Span;
import org.sweetspot.reference.SoftmaxRegression;
import org.sweetspot.training.Engine;

/** A whole experiment on the digits, with the plain Java softmax regression as the engine. */
@Tag("heavy")
class ControlExperimentTest {
  private static final Recipe RECIPE =
      RecipeReader.parse(
          "linear.yaml",
          """
          name: linear
          data: {source: digits, split: {train: 300, validation: 400, test: 500}}
          model: linear
          training:
            batch: 10
            optimizer: {kind: sgd, rate: 0.3}
            budget: 12 epochs
          control: {change: {batch: 150}, seeds: 4, cost: 4}
          """);

  @TempDir static Path folder;
  private static DataSet data;
  private static ControlResult result;
  private static final List<String> TASKS = new ArrayList<>();

  @BeforeAll
  static void run() {
    data = DataLoader.load(RECIPE.data(), Path.of(""));
    result =
        experiment(
                folder.resolve("whole"),
                new ExperimentObserver() {
                  @Override
                  public void begins(String task, double done, double expected) {
                    TASKS.add(task);
                  }

                  @Override
                  public void predicts(List<Forecast> forecasts) {
                    forecasts.forEach(
                        forecast -> TASKS.add("predicted from " + forecast.from().words()));
                  }
                })
            .run(RECIPE);
  }

  @Test
  void everyStatementIsMadeBeforeWhatItIsAbout() {
    int curve = TASKS.indexOf("predicted from the baseline's own curve");
    int first = TASKS.indexOf("predicted from the first changed run");
    assertThat(curve)
        .isGreaterThan(TASKS.lastIndexOf("baseline, run 4 of 4"))
        .isLessThan(TASKS.indexOf("changed, run 1 of 4"));
    assertThat(first)
        .isGreaterThan(TASKS.lastIndexOf("changed, run 1 of 4"))
        .isLessThan(TASKS.indexOf("changed, run 2 of 4"));
    assertThat(TASKS).filteredOn(task -> task.startsWith("predicted")).hasSize(6);
    assertThat(TASKS.lastIndexOf("predicted from the ledger's mean"))
        .isGreaterThan(TASKS.lastIndexOf("step-matched, run 4 of 4"))
        .isLessThan(TASKS.indexOf(tried()));
    assertThat(result.predicted()).hasSize(6);
    for (Prediction prediction : result.predicted()) {
      double outcome =
          result.arm(prediction.forecast().what()).runs().stream()
              .skip(1)
              .mapToDouble(
                  run ->
                      prediction.forecast().quantity() == Quantity.LOSS
                          ? run.testLoss()
                          : run.testAccuracy())
              .average()
              .orElseThrow();
      assertThat(prediction.outcome()).isCloseTo(outcome, within(1e-9));
      // The shipped ledger has changes alone, so that nothing is claimed of a plan.
      boolean plan = prediction.forecast().what().equals(Arm.CONTROLLED);
      assertThat(prediction.forecast().claims()).isEqualTo(!plan);
      assertThat(prediction.inside())
          .isEqualTo(
              !plan
                  && outcome >= prediction.forecast().low()
                  && outcome <= prediction.forecast().high());
    }
  }

  /** The task of the first run with a correction. */
  private static String tried() {
    return TASKS.stream().filter(task -> task.startsWith("with ")).findFirst().orElseThrow();
  }

  @Test
  void plansTeachWhatPlansGiveAndNothingElse() {
    List<LedgerEntry> plans = new ArrayList<>(Ledger.shipped());
    for (int i = 0; i < 30; i++) {
      for (Quantity quantity : Quantity.values()) {
        String aspect = LedgerEntry.PLAN + "batch";
        double outcome = 0.01 * (i % 5);
        plans.add(new LedgerEntry("b" + i, aspect, "", quantity, Map.of(), 0.05, 2, outcome));
      }
    }
    ControlResult taught =
        new ControlExperiment(
                laboratory(folder.resolve("whole")),
                ExperimentObserver.SILENT,
                Map.of(),
                new CorrectionCatalogue(List.of()),
                plans)
            .run(RECIPE);
    for (int i = 0; i < 4; i++) {
      assertThat(taught.predicted().get(i).forecast())
          .isEqualTo(result.predicted().get(i).forecast());
    }
    for (Prediction prediction : taught.predicted().subList(4, 6)) {
      assertThat(prediction.forecast().claims()).isTrue();
      assertThat(prediction.forecast().what()).isEqualTo(Arm.CONTROLLED);
      assertThat(prediction.forecast().band().value()).isBetween(0.005, 0.03);
      assertThat(prediction.entry().isPlan()).isTrue();
    }
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
        experiment(folder.resolve("whole"), ExperimentObserver.SILENT).run(RECIPE);
    assertThat(again.criticalBatch()).isEqualTo(critical);
  }

  @Test
  void pilotsAreReadBeforeTheArmIsTrainedAndChangeNoValue() {
    List<String> tasks = new ArrayList<>();
    ControlRecipe control = RECIPE.control();
    Recipe piloted =
        RECIPE.withControl(
            new ControlRecipe(
                control.change(), control.seeds(), control.confidence(), control.cost(), 0.2));
    ControlResult other =
        new ControlExperiment(
                laboratory(folder.resolve("piloted")),
                new ExperimentObserver() {
                  @Override
                  public void begins(String task, double done, double expected) {
                    tasks.add(task);
                  }

                  @Override
                  public void predicts(List<Forecast> forecasts) {
                    forecasts.forEach(
                        forecast -> tasks.add("predicted from " + forecast.from().words()));
                  }
                },
                Map.of(),
                new CorrectionCatalogue(List.of()),
                List.of())
            .run(piloted);
    assertThat(tasks.indexOf("predicted from small runs"))
        .isGreaterThan(tasks.lastIndexOf("small run 2 of 2"))
        .isLessThan(tasks.indexOf("changed, run 1 of 4"));
    assertThat(tasks.indexOf("predicted from the first changed run's first part"))
        .isGreaterThan(tasks.indexOf("changed, the first 30% of run 1"))
        .isLessThan(tasks.indexOf("changed, run 1 of 4"));
    assertThat(other.predicted()).hasSize(10);
    // The run that was stopped and gone on with is the run that was not.
    for (int i = 0; i < 4; i++) {
      ArmRun stopped = other.arm(Arm.CHANGED).runs().get(i);
      ArmRun whole = result.arm(Arm.CHANGED).runs().get(i);
      assertThat(stopped.curve()).isEqualTo(whole.curve());
      assertThat(stopped.testLoss()).isEqualTo(whole.testLoss());
    }
  }

  @Test
  void anExperimentNeverLearnsFromItself() {
    String name = ChangedArmPredictions.baseline(RECIPE);
    assertThat(
            ChangedArmPredictions.baseline(
                RECIPE
                    .withSeed(77)
                    .withName("other")
                    .withControl(
                        RECIPE.control().withChange(ChangeRecipe.parse(List.of("lr=x2"))))))
        .isEqualTo(name);
    assertThat(
            ChangedArmPredictions.baseline(
                RECIPE.withTraining(RECIPE.training().withBudget(Span.epochs(13)))))
        .isNotEqualTo(name);
    List<LedgerEntry> own =
        result.predicted().stream()
            .map(Prediction::entry)
            .filter(entry -> entry.baseline().equals(name))
            .toList();
    assertThat(own).hasSize(6);
    ControlResult again =
        new ControlExperiment(
                laboratory(folder.resolve("whole")),
                ExperimentObserver.SILENT,
                Map.of(),
                new CorrectionCatalogue(List.of()),
                own)
            .run(RECIPE);
    assertThat(again.predicted())
        .allSatisfy(
            prediction -> {
              assertThat(prediction.forecast().claims()).isFalse();
              assertThat(prediction.inside()).isFalse();
              assertThat(prediction.entry().isComplete()).isTrue();
            });
  }

  private static ControlExperiment experiment(Path path, ExperimentObserver observer) {
    return new ControlExperiment(laboratory(path), observer, Map.of("engine", "reference"));
  }

  private static RunLaboratory laboratory(Path path) {
    return new RunLaboratory(path, new Reference(), any -> data);
  }

  private record Reference() implements Engine {
    @Override
    public String name() {
      return "plain Java";
    }

    @Override
    public MatrixAlgebra algebra(int threads) {
      return new JavaAlgebra();
    }

    @Override
    public Problem open(Recipe recipe, DataSet set, Seed seed) {
      return SoftmaxRegression.of(set, 0);
    }
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
        .isEqualTo(RECIPE.training().optimizer());
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
        RECIPE.withControl(
            RECIPE.control().withChange(ChangeRecipe.parse(List.of("batch=50", "budget=50%"))));
    ControlExperiment experiment =
        new ControlExperiment(
            laboratory(folder.resolve("joint")),
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
        .isEqualTo(RECIPE.training().budget());
  }

  @Test
  void aChangeOfNoStepsHasNothingToMatch() {
    Recipe rate =
        RECIPE.withControl(RECIPE.control().withChange(ChangeRecipe.parse(List.of("lr=x0.01"))));
    ControlResult slower = experiment(folder.resolve("rate"), ExperimentObserver.SILENT).run(rate);
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
        experiment(folder.resolve("whole"), ExperimentObserver.SILENT).run(RECIPE);
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
    RunLaboratory laboratory = laboratory(path);
    ControlExperiment interrupted =
        new ControlExperiment(
            laboratory,
            (task, done, expected) -> {
              if (++count[0] == asked) {
                laboratory.interrupt();
              }
            },
            Map.of());
    assertThatThrownBy(() -> interrupted.run(RECIPE))
        .isInstanceOf(InterruptedExperimentException.class)
        .hasMessageContaining("goes on");
    ControlResult whole = experiment(path, ExperimentObserver.SILENT).run(RECIPE);
    assertThat(whole.gap()).isEqualTo(result.gap());
    assertThat(whole.recovery()).isEqualTo(result.recovery());
    assertThat(whole.shifts()).isEqualTo(result.shifts());
    assertThat(whole.plan()).isEqualTo(result.plan());
  }

  @Test
  void recipesThatCannotBeControlledAreRefused() {
    ControlExperiment experiment = experiment(folder.resolve("refused"), ExperimentObserver.SILENT);
    Recipe nothing = RECIPE.withControl(RECIPE.control().withChange(ChangeRecipe.NONE));
    assertThatThrownBy(() -> experiment.run(nothing)).hasMessageContaining("expected a change");
    Recipe clock = RECIPE.withTraining(RECIPE.training().withBudget(Span.seconds(1)));
    assertThatThrownBy(() -> experiment.run(clock)).hasMessageContaining("epochs or steps");
  }
}
