package org.sweetspot.report;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.Gap;
import org.sweetspot.control.GapPart;
import org.sweetspot.control.Instability;
import org.sweetspot.control.MatchedGap;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Matching;
import org.sweetspot.statistics.Figures;
import org.sweetspot.statistics.Interval;

/** What the change costs and where that comes from, in sentences that hold for either direction. */
final class GapWords {
  private final ControlResult result;
  private final Points points;
  private final Arm baseline;
  private final Arm changed;
  private final ChangeWords words;

  GapWords(ControlResult result) {
    this.result = result;
    this.points = new Points(result.confidence());
    this.baseline = result.arm(Arm.BASELINE);
    this.changed = result.arm(Arm.CHANGED);
    this.words = new ChangeWords(result.change());
  }

  /** The whole gap. */
  String cost() {
    Interval gap = result.gap().points();
    String phrase = words.phrase();
    String subject = phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
    String costs = words.isPlural() ? "cost" : "costs";
    if (!Double.isFinite(gap.value())) {
      return "What " + phrase + " " + costs + " could not be computed: runs gave no test accuracy.";
    }
    if (gap.isAboveZero()) {
      return format(Locale.ROOT, "%s %s %s of test accuracy.", subject, costs, points.of(gap));
    }
    if (gap.high() < 0) {
      return format(
          Locale.ROOT,
          "%s %s nothing: test accuracy is higher by %s.",
          subject,
          costs,
          points.withoutSign(gap));
    }
    return format(
        Locale.ROOT,
        "No cost of %s is significant: the difference in test accuracy is %s. More seeds would"
            + " narrow it.",
        phrase,
        points.of(gap));
  }

  /** The parts: what the number of steps accounts for, and the gap at equal steps. */
  List<String> parts() {
    List<String> sentences = new ArrayList<>();
    Gap gap = result.gap();
    long stepsBefore = baseline.cost().steps();
    long stepsAfter = changed.cost().steps();
    if (!Double.isFinite(gap.atEqualSteps().value())) {
      return sentences;
    }
    if (result.change().isOnly(Aspect.BUDGET)) {
      sentences.add(
          "All of it is the number of steps ("
              + stepsAfter
              + " instead of "
              + stepsBefore
              + "): with as many the two are the same training.");
    } else if (stepsAfter == stepsBefore) {
      sentences.add(
          format(
              Locale.ROOT,
              "Both make %d steps, so that nothing of it is under-training: the difference is one"
                  + " at equal steps.",
              stepsBefore));
    } else if (stepsAfter < stepsBefore) {
      fewerSteps(sentences);
    } else {
      moreSteps(sentences, (double) stepsAfter / stepsBefore);
    }
    matched(sentences);
    instability(sentences);
    together(sentences);
    return sentences;
  }

  private void fewerSteps(List<String> sentences) {
    Gap gap = result.gap();
    boolean costs = gap.points().isAboveZero();
    if (costs && gap.steps().isAboveZero() && gap.steps().value() >= gap.points().value()) {
      sentences.add(
          "Under-training accounts for all of it: as many steps as the baseline's give "
              + points.of(gap.steps())
              + " back.");
    } else if (costs && gap.steps().isAboveZero()) {
      sentences.add(
          "Of this, "
              + points.of(gap.steps())
              + " are under-training: as many steps as the baseline's give them back.");
    } else if (costs) {
      sentences.add(
          "Under-training is not significant: as many steps as the baseline's change test accuracy"
              + " by "
              + points.of(gap.steps())
              + ".");
    }
    Interval equal = gap.atEqualSteps();
    if (equal.isAboveZero()) {
      sentences.add(
          (costs
                  ? "The other "
                  : "But at the same number of steps the " + words.again() + " costs ")
              + points.of(equal)
              + (costs
                  ? " are the gap at equal steps: they stay when the steps are as many."
                  : "."));
    } else {
      sentences.add("At equal steps " + equalSteps());
    }
  }

  private void moreSteps(List<String> sentences, double times) {
    Gap gap = result.gap();
    sentences.add(
        format(
            Locale.ROOT,
            "The %s makes %s times as many steps (%d instead of %d), so that it is not"
                + " under-trained.",
            words.again(),
            Figures.three(times),
            changed.cost().steps(),
            baseline.cost().steps()));
    Interval equal = gap.atEqualSteps();
    sentences.add(
        "At equal steps "
            + (equal.isAboveZero()
                ? "the " + words.again() + " costs " + points.of(equal) + "."
                : equalSteps()));
    Interval steps = gap.steps();
    if (steps.isAboveZero()) {
      sentences.add("Its further steps cost another " + points.of(steps) + ".");
    } else if (steps.high() < 0) {
      sentences.add("Its further steps give " + points.withoutSign(steps) + " back.");
    }
  }

  /** At equal examples and at equal compute, where those arms exist. */
  private void matched(List<String> sentences) {
    for (MatchedGap part : result.gap().matched()) {
      Interval equal = part.atEqual();
      String what = part.matching() == Matching.EXAMPLES ? "examples" : "compute";
      if (equal == null) {
        sentences.add(
            format(
                Locale.ROOT,
                "At equal %s nothing was trained: that takes %s times the baseline's examples, more"
                    + " than the recipe allows.",
                what,
                Figures.three(part.times())));
      } else {
        sentences.add(
            format(
                Locale.ROOT,
                "At equal %s (%s times the baseline's examples) the %s is %s.",
                what,
                Figures.three(part.times()),
                words.again(),
                points.against(Points.negative(equal), "the baseline")));
      }
    }
  }

  /** What each part of a joint change costs alone, and what they cost together beyond that. */
  private void together(List<String> sentences) {
    List<GapPart> parts = result.gap().parts();
    if (parts.isEmpty()) {
      return;
    }
    List<String> alone = new ArrayList<>();
    for (GapPart part : parts) {
      if (!part.name().equals(GapPart.TOGETHER)) {
        alone.add(part.name() + " " + points.of(part.points()));
      }
    }
    Interval rest = parts.get(parts.size() - 1).points();
    sentences.add(
        "Alone they cost: "
            + String.join("; ", alone)
            + ". Together they cost "
            + (rest.isAboveZero()
                ? points.of(rest) + " more than the sum."
                : rest.high() < 0
                    ? points.withoutSign(rest) + " less than the sum."
                    : "no significantly other amount than the sum: " + points.of(rest) + "."));
  }

  /** Where the gap at equal steps is not above zero. */
  private String equalSteps() {
    Interval equal = result.gap().atEqualSteps();
    return equal.high() < 0
        ? "there is no gap: the "
            + words.again()
            + " is better by "
            + points.withoutSign(equal)
            + "."
        : "no gap is significant: " + points.of(equal) + ".";
  }

  private void instability(List<String> sentences) {
    int lost = changed.diverged();
    String runs = lost + " of " + changed.runs().size() + " runs diverged";
    Optional<Instability> found = result.instability();
    if (found.isPresent()) {
      Instability instability = found.get();
      sentences.add(
          format(
              Locale.ROOT,
              "What happens is instability: %s, in spite of as many steps or more. The learning"
                  + " rate is too large for the noise of the smaller batch, whose gradient has %s"
                  + " times the variance.",
              lost > 0
                  ? runs
                  : format(
                      Locale.ROOT,
                      "the training loss ends at %s instead of %s",
                      Figures.three(instability.after()),
                      Figures.three(instability.before())),
              Figures.three(instability.variance())));
    } else if (lost > 0) {
      sentences.add(runs + " after the change alone.");
    }
  }
}
