package org.sweetspot.control;

import static java.lang.String.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.sweetspot.recipe.Recipe;

/** Puts a result into plain sentences, the most important first. */
final class Verdict {
  private final BatchChange change;
  private final Gap gap;
  private final Interval recovered;
  private final List<Correction> corrections;
  private final List<BiasShift> shifts;
  private final List<Invariant> invariants;
  private final List<String> conflicts;
  private final double confidence;

  Verdict(
      BatchChange change,
      Gap gap,
      Interval recovered,
      List<Correction> corrections,
      List<BiasShift> shifts,
      List<Invariant> invariants,
      List<String> conflicts,
      double confidence) {
    this.change = change;
    this.gap = gap;
    this.recovered = recovered;
    this.corrections = corrections;
    this.shifts = shifts;
    this.invariants = invariants;
    this.conflicts = conflicts;
    this.confidence = confidence;
  }

  List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    sentences.add(cost());
    sentences.add(parts());
    sentences.add(back());
    sentences.add(price());
    sentences.add(biases());
    if (!conflicts.isEmpty()) {
      sentences.add("Not everything can be kept at once. " + String.join(" ", conflicts));
    }
    return sentences;
  }

  private String cost() {
    Interval points = gap.points();
    String batch =
        format(
            Locale.ROOT,
            "A batch of %d instead of %d",
            change.batch(),
            change.baseline().training().batch());
    if (points.isAboveZero()) {
      return format(
          Locale.ROOT,
          "%s costs %.1f points of test accuracy (%s).",
          batch,
          points.value(),
          range(points, 1, ""));
    }
    if (points.high() < 0) {
      return format(
          Locale.ROOT,
          "%s costs nothing: test accuracy is %.1f points higher (%s).",
          batch,
          -points.value(),
          range(new Interval(-points.value(), -points.high(), -points.low()), 1, ""));
    }
    return format(
        Locale.ROOT,
        "Cannot tell whether %s costs test accuracy: the difference is %.1f points (%s). More seeds would narrow it.",
        batch.substring(0, 1).toLowerCase(Locale.ROOT) + batch.substring(1),
        points.value(),
        range(points, 1, ""));
  }

  private String parts() {
    return format(
        Locale.ROOT,
        "Of this, %.1f points (%s) are under-training: as many steps as before give them back. %s",
        gap.underTraining().value(),
        range(gap.underTraining(), 1, ""),
        bias());
  }

  private String bias() {
    Interval bias = gap.bias();
    if (bias.isAboveZero()) {
      return format(
          Locale.ROOT,
          "The other %.1f points (%s) are bias: they stay at the same number of steps.",
          bias.value(),
          range(bias, 1, ""));
    }
    if (bias.high() < 0) {
      return format(
          Locale.ROOT,
          "There is no bias against the larger batch: at the same number of steps it is %.1f points better (%s).",
          -bias.value(),
          range(new Interval(-bias.value(), -bias.high(), -bias.low()), 1, ""));
    }
    return format(
        Locale.ROOT,
        "No bias beyond that is shown: %.1f points (%s).",
        bias.value(),
        range(bias, 1, ""));
  }

  private String back() {
    List<Correction> kept = corrections.stream().filter(Correction::kept).toList();
    if (kept.isEmpty()) {
      return "No effect: none of the plan's corrections improved validation accuracy beyond doubt, so none was kept.";
    }
    String names = names(kept);
    if (!gap.points().isAboveZero()) {
      return "The plan keeps: "
          + names
          + ". With no certain gap there is no share of it to win back.";
    }
    return format(
        Locale.ROOT,
        "The plan (%s) wins back %.0f%% of the gap (%s).",
        names,
        100 * recovered.value(),
        range(new Interval(0, 100 * recovered.low(), 100 * recovered.high()), 0, "%"));
  }

  /** Of several lengths that were kept only the last one counts. */
  private static String names(List<Correction> kept) {
    List<String> names = new ArrayList<>();
    for (Correction correction : kept) {
      if (correction.name().startsWith(LengthProposals.NAME)) {
        names.removeIf(name -> name.startsWith(LengthProposals.NAME));
      }
      names.add(correction.name());
    }
    return String.join(", ", names);
  }

  private List<String> words(Predicate<BiasShift> which) {
    return shifts.stream().filter(which).map(shift -> Biases.words(shift.measure())).toList();
  }

  private String price() {
    Invariant used =
        invariants.stream().filter(i -> i.name().equals("examples used")).findFirst().orElseThrow();
    Invariant steps =
        invariants.stream()
            .filter(i -> i.name().equals("number of steps"))
            .findFirst()
            .orElseThrow();
    return format(
        Locale.ROOT,
        "It trains on %s times the baseline's examples in %.0f steps instead of %.0f.",
        Figures.three(used.controlled() / used.baseline()),
        steps.controlled(),
        steps.baseline());
  }

  private String biases() {
    List<String> moved = words(BiasShift::moved);
    if (moved.isEmpty()) {
      return format(
          Locale.ROOT,
          "Of %d measured biases none moved beyond the spread between seeds.",
          shifts.size());
    }
    List<String> restored = words(BiasShift::restored);
    return format(
        Locale.ROOT,
        "Of %d measured biases these moved beyond the spread between seeds: %s. %s",
        shifts.size(),
        String.join(", ", moved),
        restored.isEmpty()
            ? "None of them is back where it can't be told from the baseline."
            : "Back where they can't be told from the baseline: "
                + String.join(", ", restored)
                + ".");
  }

  private String range(Interval interval, int digits, String unit) {
    String ends =
        Double.isInfinite(interval.low()) && Double.isInfinite(interval.high())
            ? "unbounded: the gap itself is not certain"
            : format(
                Locale.ROOT,
                "%." + digits + "f%s to %." + digits + "f%s",
                interval.low(),
                unit,
                interval.high(),
                unit);
    return format(Locale.ROOT, "%.0f%% interval %s", 100 * confidence, ends);
  }

  /** What the controlled recipe is called. */
  static String controlledName(Recipe recipe) {
    return recipe.name() + "-controlled";
  }
}
