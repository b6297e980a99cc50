package org.sweetspot.control;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Calibration;
import org.sweetspot.control.prediction.Evidence;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.control.prediction.SmallRuns;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.recipe.SnapshotRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.run.Provenance;
import org.sweetspot.training.Evaluation;

/**
 * States what the changed arm's runs but the first will give on the test split, and keeps it beside
 * the outcome: from the baseline's own curve, before anything of the arm is trained, and from its
 * first run, before the others are. The same of the plan, before a correction is tried, from the
 * plans of earlier experiments: which corrections will be kept is not known then. Entries of the
 * same baseline are left out of the ledger, whatever change, seeds or name they were tried under,
 * so that an experiment never learns from itself.
 */
final class ChangedArmPredictions {
  private static final int NAME = 12;

  private final Change change;
  private final String name;
  private final Evidence evidence;
  private final List<LedgerEntry> ledger;
  private final int outcomes;
  private final Map<Quantity, Map<Predictor, Double>> readings = new EnumMap<>(Quantity.class);
  private final List<Forecast> stated = new ArrayList<>();

  /**
   * Predictions of one change.
   *
   * @param before the baseline's runs; the changed arm has as many
   */
  ChangedArmPredictions(
      Change change, List<ArmRun> before, Laboratory laboratory, List<LedgerEntry> ledger) {
    this.change = change;
    this.name = baseline(change.baseline());
    this.evidence =
        new Evidence(
            before.stream().map(ArmRun::curve).toList(),
            laboratory.validationExamples(change.baseline()),
            laboratory.testExamples(change.baseline()),
            laboratory.classes(change.baseline()));
    this.outcomes = Math.max(1, before.size() - 1);
    this.ledger = ledger.stream().filter(entry -> !entry.baseline().equals(name)).toList();
  }

  /** Names a baseline in the ledger: by all that its training depends on but the seed. */
  static String baseline(Recipe recipe) {
    Recipe training =
        recipe
            .withName("baseline")
            .withSeed(0)
            .withSnapshots(SnapshotRecipe.DEFAULT)
            .withControl(ControlRecipe.DEFAULT)
            .withTraining(recipe.training().withEvaluation(Span.steps(1)));
    return Provenance.hash(training).substring(0, NAME);
  }

  /** What the baseline's curve says, before a run of the arm is trained. */
  List<Forecast> fromTheCurve() {
    return state(Predictor.CURVE, 0, quantity -> Double.NaN);
  }

  /** What small runs say, before a run of the arm is trained: one for each of their recipes. */
  List<Forecast> fromSmallRuns(SmallRuns small, List<ArmRun> runs) {
    List<List<Evaluation>> curves = runs.stream().map(ArmRun::curve).toList();
    return state(
        Predictor.SMALL_RUNS,
        small.cost() / (outcomes + 1),
        quantity -> small.reading(evidence, quantity, curves));
  }

  /** What the arm's first run says as far as {@link Evidence#PREFIX} of its updates. */
  List<Forecast> fromTheBeginning(List<Evaluation> first) {
    return state(
        Predictor.PREFIX,
        Evidence.PREFIX / (outcomes + 1),
        quantity -> evidence.prefix(quantity, first, change.changedSteps()));
  }

  /** What the arm's first run says of the others, before they are trained. */
  List<Forecast> fromTheFirstRun(ArmRun first) {
    return state(
        Predictor.FIRST_RUN,
        1.0 / (outcomes + 1),
        quantity -> evidence.end(quantity, first.curve()));
  }

  /** What plans for such changes gave in earlier experiments, before a correction is tried. */
  List<Forecast> ofThePlan() {
    List<Forecast> forecasts = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      forecasts.add(
          forecast(
              Arm.CONTROLLED, Predictor.MEAN, entry(quantity, List.of(), LedgerEntry.PLAN), 0));
    }
    stated.addAll(forecasts);
    return List.copyOf(forecasts);
  }

  /**
   * Each statement beside its outcome.
   *
   * @param plan runs of the change with its corrections
   */
  List<Prediction> scored(List<ArmRun> changed, List<ArmRun> plan) {
    return stated.stream()
        .map(
            forecast -> {
              LedgerEntry entry =
                  forecast.isOfPlan()
                      ? entry(forecast.quantity(), plan, LedgerEntry.PLAN)
                      : entry(forecast.quantity(), changed, "");
              double outcome = value(forecast.quantity(), entry.outcome());
              return new Prediction(forecast, entry, outcome);
            })
        .toList();
  }

  /** States what a reading leads to; without one the baseline's curve is what is known. */
  private List<Forecast> state(
      Predictor predictor, double cost, ToDoubleFunction<Quantity> reading) {
    List<Forecast> forecasts = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      double value = reading.applyAsDouble(quantity);
      if (Double.isFinite(value)) {
        readings
            .computeIfAbsent(quantity, any -> new EnumMap<>(Predictor.class))
            .put(predictor, value);
      }
      LedgerEntry known = entry(quantity, List.of(), "");
      if (known.has(predictor)) {
        forecasts.add(forecast(Arm.CHANGED, predictor, known, cost));
      }
    }
    stated.addAll(forecasts);
    return List.copyOf(forecasts);
  }

  private Forecast forecast(String arm, Predictor predictor, LedgerEntry known, double cost) {
    List<LedgerEntry> alike =
        ledger.stream().filter(entry -> entry.isPlan() == known.isPlan()).toList();
    Quantity quantity = known.quantity();
    Band band = new Calibration(predictor, quantity, alike).predict(known);
    double one = value(quantity, band.low());
    double other = value(quantity, band.high());
    return new Forecast(
        arm,
        known.aspect(),
        quantity,
        predictor,
        predictor != Predictor.CURVE || known.reading(Predictor.CURVE) != 0,
        band,
        cost,
        value(quantity, band.value()),
        Math.min(one, other),
        Math.max(one, other));
  }

  private LedgerEntry entry(Quantity quantity, List<ArmRun> trained, String prefix) {
    List<List<Evaluation>> runs = trained.stream().map(ArmRun::curve).toList();
    String aspect =
        prefix + change.aspects().stream().map(Aspect::id).collect(Collectors.joining("+"));
    String text = change.edits().stream().map(Edit::toString).collect(Collectors.joining(", "));
    LedgerEntry entry =
        evidence.entry(name, aspect, text, quantity, change.progress(), runs, outcomes);
    if (entry.isPlan()) {
      return entry.without(Predictor.FIRST_RUN);
    }
    Map<Predictor, Double> read = readings.getOrDefault(quantity, Map.of());
    for (Map.Entry<Predictor, Double> one : read.entrySet()) {
      entry = entry.with(one.getKey(), one.getValue());
    }
    return entry;
  }

  private double value(Quantity quantity, double difference) {
    return quantity.value(evidence.level(quantity) + difference, evidence.test());
  }
}
