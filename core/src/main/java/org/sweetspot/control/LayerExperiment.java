package org.sweetspot.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.layer.ChangedLayers;
import org.sweetspot.control.layer.Estimate;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.control.layer.LayerErrors;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.statistics.Interval;
import org.sweetspot.statistics.MeanDifference;
import org.sweetspot.statistics.PairedInterval;
import org.sweetspot.statistics.StudentT;

/**
 * Which layer bears a change of number formats or of sparsity worst, and how many can be changed
 * within a limit.
 *
 * <p>In this order: the baseline; how far each layer's change moves gradients along it ({@link
 * GradientErrors}); the whole change, whose cost is predicted to be shared by the layers in
 * proportion to the noise that they add; the layers of the largest and of the smallest share, each
 * changed alone; and, where the whole change is not within the limit, the layers of the smallest
 * shares changed together, one more each time, until they are not.
 *
 * <p>A recipe is within the limit where the upper end of the interval of its cost is. That end is
 * exceeded by the true cost with probability (1 - confidence) / 2. The whole change is one test at
 * that level; the sequence of mixes, whose order is fixed before any is tried and which stops at
 * the first that fails, is another (Maurer, Hothorn and Lehmacher 1995): the chance that the chosen
 * recipe costs more than the limit is at most 1 - confidence.
 */
public final class LayerExperiment {
  /** What the whole change is called. */
  public static final String WHOLE = "all layers";

  private final Laboratory laboratory;
  private final ExperimentObserver observer;
  private final Map<String, String> provenance;

  /**
   * An experiment.
   *
   * @param laboratory trains, and reads gradients
   * @param observer is told what is going on
   * @param provenance of the result
   */
  public LayerExperiment(
      Laboratory laboratory, ExperimentObserver observer, Map<String, String> provenance) {
    this.laboratory = laboratory;
    this.observer = observer;
    this.provenance = Map.copyOf(provenance);
  }

  /**
   * Tries the change that the recipe's control part names, layer by layer.
   *
   * @throws RefusedException if the change is about anything but {@code training.precision} and
   *     {@code training.sparsity}, if the baseline has formats or sparsity already, if there is no
   *     validation or no test split, or if gradients can't be read here
   */
  public LayerResult run(Recipe recipe) {
    ControlRecipe control = recipe.control();
    Change change = Change.of(recipe, laboratory::trainingExamples);
    Recipe baseline = change.unchanged();
    requireLayers(change);
    requireSplits(baseline);
    Trials trials = new Trials(laboratory, observer, control.seeds());
    trials.expectRuns(baseline, 4);
    List<ArmRun> before = trials.train(Arm.BASELINE, baseline);
    LayerErrors read = trials.errors(baseline, change.alone());
    GradientErrors errors = read.layers();
    if (errors.parts().isEmpty()) {
      throw new RefusedException(
          "--by-layer",
          "a change of at least one layer",
          "layers that the change keeps as they are",
          "change what its keep names");
    }
    Tried tried = new Tried(trials, before, change.alone(), read.changed(), control);

    LayerTrial whole = tried.train(WHOLE, List.of());
    List<LayerCost> ranking = ranking(errors, tried.differences(whole), control.confidence());
    List<String> names = ranking.stream().map(LayerCost::layer).toList();
    boolean single = names.size() == 1;
    LayerTrial worst = single ? whole : tried.alone(names.get(0), names);
    LayerTrial mildest = single ? null : tried.alone(names.get(names.size() - 1), names);
    List<LayerTrial> mixes = new ArrayList<>();
    LayerTrial chosen = whole.within() ? whole : null;
    // From the mildest layer on, one more each time; the last one would be the whole change.
    for (int kept = names.size() - 1; !whole.within() && kept >= 1; kept--) {
      LayerTrial mix =
          mildest != null && kept == names.size() - 1
              ? mildest
              : tried.train(without(kept), names.subList(0, kept));
      mixes.add(mix);
      if (!mix.within()) {
        break;
      }
      chosen = mix;
    }
    Recipe plan = chosen == null ? baseline : chosen.recipe();
    return new LayerResult(
        ChangeSummary.of(change, null),
        control.confidence(),
        control.limit(),
        errors,
        read.operands().orElse(null),
        ranking,
        whole,
        worst,
        mildest,
        mildest == null ? null : tried.more(worst, mildest),
        mixes,
        chosen,
        plan.withControl(recipe.control()).withSnapshots(recipe.snapshots()),
        provenance);
  }

  private static String without(int kept) {
    return "all but the worst" + (kept == 1 ? "" : " " + kept);
  }

  /** The layers by their shares, the largest first, with what each is predicted to cost. */
  static List<LayerCost> ranking(GradientErrors errors, double[] costs, double confidence) {
    MeanDifference whole = MeanDifference.paired(costs, confidence);
    double factor = StudentT.factor(costs.length - 1.0, confidence);
    List<LayerCost> ranking = new ArrayList<>();
    for (int i = 0; i < errors.parts().size(); i++) {
      Estimate share = errors.share(i);
      double points = share.value() * whole.value();
      double error =
          Math.hypot(share.value() * whole.standardError(), share.error() * whole.value());
      ranking.add(
          new LayerCost(
              errors.parts().get(i),
              errors.overNoise(i),
              errors.biasOverNoise(i),
              errors.along(i),
              errors.lossRise(i),
              share,
              new Interval(points, points - factor * error, points + factor * error)));
    }
    ranking.sort(Comparator.comparingDouble((LayerCost cost) -> -cost.share().value()));
    return List.copyOf(ranking);
  }

  private static void requireLayers(Change change) {
    for (Edit edit : change.edits()) {
      if (!edit.path().startsWith("training.precision")
          && !edit.path().startsWith("training.sparsity")) {
        throw new RefusedException(
            "--by-layer",
            "a change of training.precision or training.sparsity, which layers can be kept from",
            edit.path(),
            "name for instance --change precision=mxfp4 or --change sparsity=2:4, and nothing"
                + " else");
      }
    }
    Recipe baseline = change.baseline();
    if (!baseline.training().precision().equals(PrecisionRecipe.NONE)
        || !baseline.training().sparsity().equals(SparsityRecipe.NONE)) {
      throw new RefusedException(
          "--by-layer",
          "a baseline whose layers are all dense and in full precision",
          "training.precision or training.sparsity in the recipe",
          "take them out of the recipe and name them as the change");
    }
  }

  private void requireSplits(Recipe baseline) {
    if (laboratory.validationExamples(baseline) < 1 || laboratory.testExamples(baseline) < 1) {
      throw new RefusedException(
          "--by-layer",
          "a validation split to decide on, and a test split to report on",
          laboratory.validationExamples(baseline)
              + " and "
              + laboratory.testExamples(baseline)
              + " examples",
          "give the recipe both in data.split");
    }
  }

  /** Trains mixes and compares them with the baseline. */
  private record Tried(
      Trials trials,
      List<ArmRun> before,
      Recipe changed,
      ChangedLayers layers,
      ControlRecipe control) {
    LayerTrial train(String name, List<String> kept) {
      Recipe recipe = changed.withTraining(layers.keeping(kept));
      List<ArmRun> runs = trials.train(name, recipe);
      boolean sound = runs.stream().noneMatch(ArmRun::diverged);
      Interval validation = PairedInterval.ofMean(points(before, runs, true), confidence());
      return new LayerTrial(
          name,
          recipe,
          kept,
          runs,
          validation,
          PairedInterval.ofMean(points(before, runs, false), confidence()),
          sound && validation.high() <= control.limit());
    }

    LayerTrial alone(String layer, List<String> names) {
      return train(layer + " alone", names.stream().filter(other -> !other.equals(layer)).toList());
    }

    double[] differences(LayerTrial trial) {
      return points(before, trial.runs(), true);
    }

    Interval more(LayerTrial worse, LayerTrial milder) {
      return PairedInterval.ofMean(points(milder.runs(), worse.runs(), true), confidence());
    }

    private double confidence() {
      return control.confidence();
    }

    private static double[] points(List<ArmRun> more, List<ArmRun> less, boolean validation) {
      return IntStream.range(0, more.size())
          .mapToDouble(
              i -> {
                ArmRun a = more.get(i);
                ArmRun b = less.get(i);
                return 100
                    * (validation
                        ? a.validationAccuracy() - b.validationAccuracy()
                        : a.testAccuracy() - b.testAccuracy());
              })
          .toArray();
    }
  }
}
