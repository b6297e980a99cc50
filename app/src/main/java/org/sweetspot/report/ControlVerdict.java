package org.sweetspot.report;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.sweetspot.control.BaselineTrend;
import org.sweetspot.control.BiasShift;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.EqualCost;
import org.sweetspot.report.finding.PlanSentences;

/** Puts a result into plain sentences, the most important first. */
public final class ControlVerdict {
  private static final Map<String, String> WORDS =
      Map.of(
          "hessian-eigenvalues/1", "top Hessian eigenvalue",
          "hessian-trace", "Hessian trace",
          "stability-margin", "sharpness over its stability threshold",
          "noise-temperature", "SGD noise scale times tr Sigma",
          "gradient-noise/trace-sigma", "gradient noise tr Sigma",
          "margins/q50", "margin",
          "weight-norms/all", "norm of the weights",
          "distance-from-initialization/absolute", "distance from initialization",
          "nll", "negative log-likelihood",
          "ece", "calibration error");

  private final ControlResult result;
  private final Points points;

  private ControlVerdict(ControlResult result) {
    this.result = result;
    this.points = new Points(result.confidence());
  }

  /** The answer of a result in plain sentences, the most important first. */
  public static List<String> of(ControlResult result) {
    List<String> sentences = new ArrayList<>(answer(result));
    sentences.addAll(beyond(result));
    return List.copyOf(sentences);
  }

  /** What the change costs, why, what the plan gives, and at what cost. */
  static List<String> answer(ControlResult result) {
    return new ControlVerdict(result).costAndPlan();
  }

  /** What the experiment could see, what else moved, and what cannot be kept together. */
  static List<String> beyond(ControlResult result) {
    return new ControlVerdict(result).sightAndShifts();
  }

  /**
   * How small an effect the gate could see and what would show more; empty if nothing was tried.
   */
  static String sight(ControlResult result) {
    return new PlanWords(result).sight().orElse("");
  }

  private List<String> costAndPlan() {
    List<String> sentences = new ArrayList<>();
    GapWords gap = new GapWords(result);
    PlanWords plan = new PlanWords(result);
    unfinished(sentences);
    sentences.add(gap.cost());
    sentences.addAll(gap.parts());
    sentences.add(plan.back());
    sentences.addAll(plan.cost());
    return List.copyOf(sentences);
  }

  private List<String> sightAndShifts() {
    List<String> sentences = new ArrayList<>();
    new PlanWords(result).sight().ifPresent(sentences::add);
    sentences.addAll(SavingWords.of(result));
    if (!result.shifts().isEmpty()) {
      sentences.add(moved());
    }
    if (!result.conflicts().isEmpty()) {
      sentences.add("Not everything can be kept at once. " + PlanSentences.of(result.conflicts()));
    }
    return List.copyOf(sentences);
  }

  /** A baseline that is not trained to its end comes before everything else. */
  private void unfinished(List<String> sentences) {
    BaselineTrend trend = result.trend();
    if (trend == null || trend.state() == BaselineTrend.State.ENDED) {
      return;
    }
    boolean improves = trend.state() == BaselineTrend.State.IMPROVES;
    StringBuilder text = new StringBuilder();
    text.append(
        improves
            ? "First: the baseline is not trained to its end. In the last fifth of its training"
                + " validation accuracy still rises by "
            : "First: whether the baseline is trained to its end is open. In the last fifth of its"
                + " training validation accuracy changes by ");
    text.append(points.of(trend.change())).append('.');
    EqualCost equal = result.recovery().equalCost();
    double times = result.times();
    if (equal != null && times > 1) {
      text.append(
          format(
              Locale.ROOT,
              " Trained on %.2f times the examples it is %s.",
              times,
              points.against(equal.gain(), "this baseline")));
    }
    text.append(
        improves
            ? " Everything below compares with that unfinished training, and a share won back mixes"
                + " what the change costs with what the baseline lacks itself: give the baseline a"
                + " longer budget first."
            : " Where it is not, a share won back mixes what the change costs with what the"
                + " baseline lacks itself: a longer budget, a lower rate at the end or more seeds"
                + " would tell.");
    sentences.add(text.toString());
  }

  private String moved() {
    List<String> moved = names(BiasShift::moved);
    if (moved.isEmpty()) {
      return format(
          Locale.ROOT,
          "Of %d measured properties of the trained networks none differs significantly after the"
              + " change.",
          result.shifts().size());
    }
    List<String> back = names(BiasShift::restored);
    return format(
        Locale.ROOT,
        "Of %d measured properties of the trained networks these differ significantly after the"
            + " change: %s. %s",
        result.shifts().size(),
        String.join(", ", moved),
        back.isEmpty()
            ? "Under the plan none of them is back where it is not distinguishable from the"
                + " baseline."
            : "Under the plan not distinguishable from the baseline: "
                + String.join(", ", back)
                + ".");
  }

  private List<String> names(Predicate<BiasShift> which) {
    return result.shifts().stream()
        .filter(which)
        .map(shift -> WORDS.getOrDefault(shift.measure(), shift.measure()))
        .toList();
  }
}
