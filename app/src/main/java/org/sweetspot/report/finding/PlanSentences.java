package org.sweetspot.report.finding;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sweetspot.control.PlanFinding;
import org.sweetspot.measure.Fact;
import org.sweetspot.statistics.Figures;

/** What a plan expects and cannot hold together, in words. */
public final class PlanSentences {
  private PlanSentences() {}

  /** Facts of {@link PlanFinding}, one sentence each, after each other. */
  public static String of(List<Fact> facts) {
    return facts.stream().map(PlanSentences::of).collect(Collectors.joining(" "));
  }

  /** A fact of {@link PlanFinding} as a sentence. */
  public static String of(Fact fact) {
    if (!(fact.verdict() instanceof PlanFinding verdict)) {
      throw new IllegalArgumentException(
          "fact: expected one of a plan, got " + fact.verdict().name());
    }
    return switch (verdict) {
      case NOT_FEWER_STEPS ->
          "The change does not lower the number of steps: no under-training is expected.";
      case UNDER_TRAINED ->
          String.format(
              Locale.ROOT,
              "Left alone, %.0f steps stand for the baseline's %.0f: the network will be"
                  + " under-trained.",
              number(fact, 0),
              number(fact, 1));
      case WORK_AT_GAIN ->
          String.format(
              Locale.ROOT,
              "With the rate raised by the measured gain of %s they do the work of %.0f old steps,"
                  + " %.0f%% of the baseline's.",
              three(fact, 0),
              number(fact, 1),
              number(fact, 2));
      case NOT_TRIED ->
          "Not tried: "
              + fact.particulars().stream().map(Object::toString).collect(Collectors.joining("; "))
              + ".";
      case NOISE_AGAINST_STABILITY ->
          "SGD noise scale against stability: keeping rate / batch needs a "
              + three(fact, 0)
              + " times larger rate, the curvature allows "
              + three(fact, 1)
              + " times.";
      case STEPS_AGAINST_COST ->
          "Number of steps against cost: as many steps as the baseline cost "
              + three(fact, 0)
              + " times its examples, the recipe allows "
              + three(fact, 1)
              + " times.";
      case SGD_NOISE_AGAINST_PROGRESS -> progress("SGD noise scale", fact);
      case ADAPTIVE_NOISE_AGAINST_PROGRESS -> progress("Adaptive noise scale", fact);
    };
  }

  private static String progress(String scale, Fact fact) {
    return scale
        + " against progress: the gradient is not all noise, so that a step is worth at most "
        + three(fact, 0)
        + " old ones; a rate raised beyond that adds noise only.";
  }

  private static double number(Fact fact, int place) {
    return ((Number) fact.particulars().get(place)).doubleValue();
  }

  private static String three(Fact fact, int place) {
    return Figures.three(number(fact, place));
  }
}
