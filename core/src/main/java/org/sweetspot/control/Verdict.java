package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Puts a result into plain sentences, the most important first. */
final class Verdict {
  private final ControlResult result;
  private final Points points;

  Verdict(ControlResult result) {
    this.result = result;
    this.points = new Points(result.confidence());
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    GapWords gap = new GapWords(result);
    PlanWords plan = new PlanWords(result);
    unfinished(sentences);
    sentences.add(gap.cost());
    sentences.addAll(gap.parts());
    sentences.add(plan.back());
    sentences.addAll(plan.cost());
    plan.sight().ifPresent(sentences::add);
    if (!result.shifts().isEmpty()) {
      sentences.add(moved());
    }
    if (!result.conflicts().isEmpty()) {
      sentences.add("Not everything can be kept at once. " + String.join(" ", result.conflicts()));
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
    double times = result.arm(Arm.CONTROLLED).cost().times(result.arm(Arm.BASELINE).cost());
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
        .map(shift -> Biases.words(shift.measure()))
        .toList();
  }
}
