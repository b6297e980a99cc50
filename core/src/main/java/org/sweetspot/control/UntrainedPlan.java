package org.sweetspot.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.correction.Stage;
import org.sweetspot.control.prediction.Band;
import org.sweetspot.control.prediction.Calibration;
import org.sweetspot.control.prediction.Evidence;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Predictor;
import org.sweetspot.control.prediction.Quantity;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Fact;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/**
 * What can be said of a change from runs of the baseline that are there already: predictions of the
 * change alone, and the rate and length that follow from the noise. Nothing is trained, so that no
 * correction has passed a gate.
 *
 * <p>The plan is the proposal with the most progress: its updates times what each is worth (its
 * factor on the rate, at most the measured gain; for adaptive rules, or without readings of noise,
 * at most the square root of the batch ratio) over the baseline's updates, at most 1; of equal ones
 * the cheapest, and none beyond the edge of stability where the curvature is known. Its accuracy is
 * that of the baseline's own curve at this progress, with an interval calibrated on changed arms.
 *
 * @param change what is to be changed
 * @param expected what follows from the readings; facts of {@link PlanFinding}
 * @param conflicts which invariants can't be held together; facts of {@link PlanFinding}
 * @param changed predictions of the change alone
 * @param proposals of rate and length, the chosen one first
 * @param progress of the plan over the baseline's, 0 to 1
 * @param controlled predictions of the plan
 * @param plan the recipe
 * @param loop the plan as changes of a training loop
 */
public record UntrainedPlan(
    ChangeSummary change,
    List<Fact> expected,
    List<Fact> conflicts,
    List<Forecast> changed,
    List<Proposal> proposals,
    double progress,
    List<Forecast> controlled,
    Recipe plan,
    List<LoopChange> loop) {
  private static final double EQUAL = 1e-6;

  /** Copies the lists. */
  public UntrainedPlan {
    expected = List.copyOf(expected);
    conflicts = List.copyOf(conflicts);
    changed = List.copyOf(changed);
    proposals = List.copyOf(proposals);
    controlled = List.copyOf(controlled);
    loop = List.copyOf(loop);
  }

  /**
   * Plans the change that the recipe's control part names.
   *
   * @param known the baseline's runs
   * @param ledger of earlier changes, which predictions are calibrated on
   */
  public static UntrainedPlan of(Recipe recipe, KnownBaseline known, List<LedgerEntry> ledger) {
    ToIntFunction<Recipe> examples = known::trainingExamples;
    Change change = Change.of(recipe, examples);
    ChangedArmPredictions predictions =
        new ChangedArmPredictions(change, known.runs(), known, ledger);
    Readings readings = known.readings();
    Situation situation = new Situation(change, readings, recipe.control().cost());
    Planner planner = new Planner(situation);
    List<Proposal> proposals = new ArrayList<>();
    CorrectionCatalogue.SHIPPED
        .of(Stage.RATE_AND_LENGTH, change.aspects())
        .forEach(correction -> proposals.addAll(correction.propose(situation, change.alone())));
    proposals.removeIf(
        proposal -> !known.untrainable(change.alone(), proposal.corrected()).isEmpty());
    Comparator<Proposal> order =
        Comparator.comparingDouble(
                (Proposal one) -> -Math.rint(progress(situation, one.corrected()) / EQUAL))
            .thenComparingDouble(one -> change.cost(one.corrected()).examples());
    proposals.sort(order);
    Optional<Proposal> best =
        proposals.stream().filter(one -> isStable(situation, one.corrected())).findFirst();
    best.ifPresent(
        chosen -> {
          proposals.remove(chosen);
          proposals.add(0, chosen);
        });
    Recipe planned = best.map(Proposal::corrected).orElse(change.alone());
    double progress = progress(situation, planned);
    Recipe plan = ControlExperiment.finished(planned, recipe);
    return new UntrainedPlan(
        ChangeSummary.of(change, null),
        planner.predicted(),
        planner.conflicts(),
        predictions.fromTheCurve(),
        proposals,
        progress,
        forecasts(change, known, ledger, progress),
        plan,
        new LoopChanges(recipe, plan, examples).all());
  }

  private static boolean isStable(Situation situation, Recipe recipe) {
    double factor = recipe.training().optimizer().rate() / situation.optimizer().rate();
    return !(factor > situation.headroom());
  }

  private static double progress(Situation situation, Recipe recipe) {
    Change change = situation.change();
    double steps = (double) change.cost(recipe).steps() / change.baselineSteps();
    double factor = recipe.training().optimizer().rate() / situation.optimizer().rate();
    boolean gradient = situation.optimizer() instanceof OptimizerRecipe.Sgd;
    double gain = situation.gain();
    double most =
        gradient && !Double.isNaN(gain) ? gain : Math.sqrt(Math.max(1, situation.kappa()));
    return Math.min(1, steps * Math.max(1, Math.min(factor, most)));
  }

  private static List<Forecast> forecasts(
      Change change, KnownBaseline known, List<LedgerEntry> ledger, double progress) {
    Recipe baseline = change.baseline();
    Evidence evidence =
        new Evidence(
            known.runs().stream().map(ArmRun::curve).toList(),
            known.validationExamples(baseline),
            known.testExamples(baseline),
            known.classes(baseline));
    String name = ChangedArmPredictions.baseline(baseline);
    List<LedgerEntry> others =
        ledger.stream().filter(entry -> !entry.baseline().equals(name)).toList();
    String aspect = change.aspects().stream().map(Aspect::id).collect(Collectors.joining("+"));
    List<Forecast> forecasts = new ArrayList<>();
    for (Quantity quantity : Quantity.values()) {
      LedgerEntry entry =
          evidence.entry(
              name,
              aspect,
              String.format(Locale.ROOT, "plan with %.3f of the progress", progress),
              quantity,
              progress,
              List.of(),
              1);
      Band band = new Calibration(Predictor.CURVE, quantity, others).predict(entry);
      double level = evidence.level(quantity);
      double one = quantity.value(level + band.low(), evidence.test());
      double other = quantity.value(level + band.high(), evidence.test());
      forecasts.add(
          new Forecast(
              Arm.CONTROLLED,
              aspect,
              quantity,
              Predictor.CURVE,
              entry.reading(Predictor.CURVE) != 0,
              band,
              0,
              quantity.value(level + band.value(), evidence.test()),
              Math.min(one, other),
              Math.max(one, other)));
    }
    return forecasts;
  }
}
