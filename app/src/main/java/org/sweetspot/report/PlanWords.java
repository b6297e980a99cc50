package org.sweetspot.report;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.control.Arm;
import org.sweetspot.control.BaselineTrend;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.EqualCost;
import org.sweetspot.control.GatePower;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.statistics.Figures;
import org.sweetspot.statistics.Interval;

/** What the plan is, what it wins back and what it costs. */
final class PlanWords {
  /** Improvements beyond this many points are no longer told apart. */
  private static final double MOST = 50;

  private final ControlResult result;
  private final Points points;
  private final double times;

  PlanWords(ControlResult result) {
    this.result = result;
    this.points = new Points(result.confidence());
    this.times = result.times();
  }

  /** What comes back. */
  String back() {
    List<String> kept = result.kept().stream().map(TriedCorrection::name).toList();
    if (kept.isEmpty()) {
      boolean costs = result.gap().points().low() > 0;
      String untried =
          costs
              ? "No correction proposed anything for this change, so that nothing was tried and the"
                  + " plan is the change alone."
              : "There was nothing to correct, so that the plan is the change alone.";
      return result.corrections().isEmpty()
          ? untried
          : "None of the corrections improved validation accuracy significantly, so that none was"
              + " kept and the plan is the change alone.";
    }
    String names = String.join("; ", kept);
    Interval share = result.recovery().share();
    if (!result.gap().points().isAboveZero()) {
      return "The plan ("
          + names
          + ") is "
          + points.against(result.recovery().points(), "the change alone")
          + "; with no significant gap there is no share of it to win back.";
    }
    return "The plan ("
        + names
        + ") wins back "
        + points.share(share)
        + (share.value() > 1 && times > 1 + TrainingCost.SAME
            ? ", more than all of it, which is paid with compute"
            : "")
        + doubtful()
        + (isUnfinished() ? "; beside an unfinished baseline that share says little." : ".");
  }

  /** What would not have been kept if all that was tried had been judged at once. */
  private String doubtful() {
    List<String> names = result.doubtful().stream().map(TriedCorrection::name).toList();
    return names.isEmpty()
        ? ""
        : "; judged together with all "
            + result.corrections().size()
            + " that were tried (Holm) "
            + String.join(" and ", names)
            + (names.size() == 1 ? " is" : " are")
            + " not significant";
  }

  private boolean isUnfinished() {
    BaselineTrend trend = result.trend();
    return trend != null && trend.state() == BaselineTrend.State.IMPROVES;
  }

  /** What it costs, and what the same cost gives without the change. */
  List<String> cost() {
    List<String> sentences = new ArrayList<>();
    Arm baseline = result.arm(Arm.BASELINE);
    Arm controlled = result.arm(Arm.CONTROLLED);
    sentences.add(
        format(
            Locale.ROOT,
            "It trains on %.2f times the baseline's examples, in %d steps instead of %d.",
            times,
            controlled.cost().steps(),
            baseline.cost().steps()));
    EqualCost equal = result.recovery().equalCost();
    Optional<Arm> arm = result.find(Arm.EQUAL_COST);
    if (equal != null && arm.isPresent()) {
      sentences.add(
          format(
              Locale.ROOT,
              "The same cost spent on the baseline gives %.1f%%, %s; beside that the plan is %s.",
              arm.get().accuracy(),
              points.against(equal.gain(), "the baseline"),
              points.against(equal.advantage(), "it")));
    }
    cheaper().ifPresent(sentences::add);
    return sentences;
  }

  private Optional<String> cheaper() {
    return result
        .cheaper()
        .map(
            cheap ->
                format(
                    Locale.ROOT,
                    "Cheaper, and not distinguishable from it on the validation data: %s, at %.2f"
                        + " times the examples.",
                    cheap.name(),
                    cheap.cost()));
  }

  /** How small an effect the gate could see here, and what would show more. */
  Optional<String> sight() {
    GatePower power = result.power();
    if (power == null) {
      return Optional.empty();
    }
    double smallest = power.smallest();
    String candidates =
        power.candidates() > 1
            ? " (" + power.candidates() + " candidates share the level, by Holm)"
            : "";
    String found =
        smallest > MOST
            ? "hardly anything: only an improvement of more than %.0f points would be found in 8 of"
                    .formatted(MOST)
                + " 10 experiments"
            : "an improvement of "
                + Figures.digits(smallest, 2)
                + " points is found in 8 of 10 experiments";
    double half = Math.min(smallest, MOST) / 2;
    return Optional.of(
        format(
            Locale.ROOT,
            "What this experiment can see with %d seeds and %d validation examples: %s%s. To find"
                + " %s points takes %s; four times the validation examples would show about %s"
                + " points.",
            power.seeds(),
            power.validation(),
            found,
            candidates,
            Figures.digits(half, 2),
            seeds(power, half),
            Figures.digits(power.smallest(4.0 * power.validation()), 2)));
  }

  private static String seeds(GatePower power, double points) {
    int seeds = power.seedsFor(points);
    return seeds > 1000 ? "more than 1,000 seeds" : seeds + " seeds";
  }
}
