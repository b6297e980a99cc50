package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Calibration;
import org.sweetspot.control.prediction.Evidence;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.training.Evaluation;

/**
 * States what the changed arm's runs but the first will give on the test split, and keeps it beside
 * the outcome: from the baseline's own curve, before anything of the arm is trained, and from its
 * first run, before the others are. Entries of the same baseline are left out of the ledger, so
 * that an experiment never learns from itself.
 */
final class ChangedArmPredictions {
  private static final Predictor[] PREDICTORS = {Predictor.CURVE, Predictor.FIRST_RUN};

  private final Change change;
  private final String name;
  private final Evidence evidence;
  private final List<LedgerEntry> ledger;

  /**
   * Predictions of one change.
   *
   * @param name of the baseline in the ledger
   * @param before the baseline's runs
   */
  ChangedArmPredictions(
      Change change,
      String name,
      List<ArmRun> before,
      Laboratory laboratory,
      List<LedgerEntry> ledger) {
    this.change = change;
    this.name = name;
    this.evidence =
        new Evidence(
            before.stream().map(ArmRun::curve).toList(),
            laboratory.validationExamples(change.baseline()),
            laboratory.testExamples(change.baseline()),
            laboratory.classes(change.baseline()));
    this.ledger = ledger.stream().filter(entry -> !entry.baseline().equals(name)).toList();
  }

  /** Each prediction beside its outcome, from runs of which only the first was looked at. */
  List<Prediction> scored(List<ArmRun> changed) {
    List<List<Evaluation>> runs = changed.stream().map(ArmRun::curve).toList();
    String aspect = change.aspects().stream().map(Aspect::id).collect(Collectors.joining("+"));
    String text = change.edits().stream().map(Edit::toString).collect(Collectors.joining(", "));
    List<Prediction> predictions = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      LedgerEntry entry = evidence.entry(name, aspect, text, quantity, change.progress(), runs);
      for (Predictor predictor : PREDICTORS) {
        Band band = new Calibration(predictor, quantity, ledger).predict(entry);
        if (band.kind() != Band.Kind.NO_CLAIM && Double.isFinite(entry.outcome())) {
          predictions.add(prediction(quantity, entry, predictor, band));
        }
      }
    }
    return List.copyOf(predictions);
  }

  private Prediction prediction(
      Quantity quantity, LedgerEntry entry, Predictor predictor, Band band) {
    double one = value(quantity, band.low());
    double other = value(quantity, band.high());
    return new Prediction(
        Arm.CHANGED,
        entry,
        predictor,
        band,
        value(quantity, band.value()),
        Math.min(one, other),
        Math.max(one, other),
        value(quantity, entry.outcome()));
  }

  private double value(Quantity quantity, double difference) {
    return quantity.value(evidence.level(quantity) + difference, evidence.test());
  }
}
