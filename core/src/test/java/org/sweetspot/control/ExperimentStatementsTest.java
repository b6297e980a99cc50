package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;

/** What is stated of arms before they are trained, and what it is learned from. */
@Tag("heavy")
class ExperimentStatementsTest {
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
      assertThat(prediction.forecast().claims()).isTrue();
      assertThat(prediction.inside())
          .isEqualTo(
              outcome >= prediction.forecast().low() && outcome <= prediction.forecast().high());
    }
  }

  /** The task of the first run with a correction. */
  private static String tried() {
    return TASKS.stream().filter(task -> task.startsWith("with ")).findFirst().orElseThrow();
  }

  @Test
  void plansTeachWhatPlansGiveAndNothingElse() {
    List<LedgerEntry> changes = Ledger.shipped().stream().filter(entry -> !entry.isPlan()).toList();
    ControlResult untaught = taught("changes", changes);
    assertThat(untaught.predicted().subList(4, 6)).noneMatch(one -> one.forecast().claims());
    List<LedgerEntry> plans = new ArrayList<>(changes);
    for (int i = 0; i < 30; i++) {
      for (Quantity quantity : Quantity.values()) {
        String aspect = LedgerEntry.PLAN + "batch";
        double outcome = 0.01 * (i % 5);
        plans.add(new LedgerEntry("b" + i, aspect, "", quantity, Map.of(), 0.05, 2, outcome));
      }
    }
    ControlResult taught = taught("whole", plans);
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

  private ControlResult taught(String name, List<LedgerEntry> ledger) {
    return new ControlExperiment(
            LinearExperiment.laboratory(folder.resolve(name)),
            ExperimentObserver.SILENT,
            Map.of(),
            new CorrectionCatalogue(List.of()),
            ledger)
        .run(LinearExperiment.RECIPE);
  }

  @Test
  void pilotsAreReadBeforeTheArmIsTrainedAndChangeNoValue() {
    List<String> tasks = new ArrayList<>();
    ControlRecipe control = LinearExperiment.RECIPE.control();
    Recipe piloted =
        LinearExperiment.RECIPE.withControl(
            new ControlRecipe(
                control.change(), control.seeds(), control.confidence(), control.cost(), 0.2));
    ControlResult other =
        new ControlExperiment(
                LinearExperiment.laboratory(folder.resolve("piloted")),
                LinearExperiment.noted(tasks),
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
    String name = ChangedArmPredictions.baseline(LinearExperiment.RECIPE);
    assertThat(
            ChangedArmPredictions.baseline(
                LinearExperiment.RECIPE
                    .withSeed(77)
                    .withName("other")
                    .withControl(
                        LinearExperiment.RECIPE
                            .control()
                            .withChange(ChangeRecipe.parse(List.of("lr=x2"))))))
        .isEqualTo(name);
    assertThat(
            ChangedArmPredictions.baseline(
                LinearExperiment.RECIPE.withTraining(
                    LinearExperiment.RECIPE.training().withBudget(Span.epochs(13)))))
        .isNotEqualTo(name);
    List<LedgerEntry> own =
        result.predicted().stream()
            .map(Prediction::entry)
            .filter(entry -> entry.baseline().equals(name))
            .toList();
    assertThat(own).hasSize(6);
    ControlResult again =
        new ControlExperiment(
                LinearExperiment.laboratory(folder.resolve("whole")),
                ExperimentObserver.SILENT,
                Map.of(),
                new CorrectionCatalogue(List.of()),
                own)
            .run(LinearExperiment.RECIPE);
    assertThat(again.predicted())
        .allSatisfy(
            prediction -> {
              assertThat(prediction.forecast().claims()).isFalse();
              assertThat(prediction.inside()).isFalse();
              assertThat(prediction.entry().isComplete()).isTrue();
            });
  }
}
