package org.sweetspot.report;

import java.util.List;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.summary.Noise;
import org.sweetspot.measure.summary.Sharpness;
import org.sweetspot.report.SummaryLine.Verdict;

/** What the curvature and the noise say of the step, in words. */
final class StepText {
  private StepText() {}

  static SummaryLine sharpness(Sharpness found) {
    boolean known = found.level() != Sharpness.Level.NO_RATE;
    String sentence = known ? judged(found) : unjudged(found);
    return new SummaryLine(
        "Is it too sharp for its step?",
        switch (found.level()) {
          case BEYOND -> Verdict.ACT;
          case NO_RATE -> Verdict.UNKNOWN;
          default -> Verdict.FINE;
        },
        sentence
            + (found.bendsDown()
                ? Sentence.of(
                    " The loss still bends down (smallest eigenvalue %.3g): this is no minimum, so"
                        + " that it speaks of a quadratic around here only.",
                    found.bottom().value())
                : ""),
        action(found),
        List.of("stability-margin", "hessian-eigenvalues", "hessian-eigenvalues-bottom"));
  }

  private static String unjudged(Sharpness found) {
    double top = found.top().value();
    return top > 0
        ? Sentence.of(
            "Largest curvature %.3g%s: plain gradient descent is stable up to a learning rate of"
                + " %.3g. The step that was taken is not known.",
            top, SummaryText.error(found.top()), 2 / top)
        : Sentence.of(
            "No direction bends up (largest eigenvalue %.3g): no step is too large.", top);
  }

  private static String judged(Sharpness found) {
    String ratio =
        Sentence.of(
            "Sharpness is %.3g times its stability threshold%s",
            found.ratio().value(), SummaryText.error(found.ratio()));
    return ratio
        + (Double.isFinite(found.rate()) ? Sentence.of(" at learning rate %.3g", found.rate()) : "")
        + switch (found.level()) {
          case WELL_BELOW -> ": the step is far from its limit.";
          case BELOW -> ": the step is stable, and not far from its limit.";
          case AT_EDGE -> ": at the edge of stability, where the step decides how sharp it can be.";
          case BEYOND -> ": steps with exact gradients would leave this place.";
          case NO_RATE -> ".";
        };
  }

  private static String action(Sharpness found) {
    double limit = found.rate() / found.ratio().value();
    return switch (found.level()) {
      case NO_RATE ->
          found.top().value() > 0
              ? "Give --rate and --momentum (or measure a run) to have your step judged."
              : "";
      case WELL_BELOW, BELOW -> "";
      case AT_EDGE ->
          "Leave the learning rate; a larger one moves to flatter places, a smaller one to"
              + " sharper.";
      case BEYOND ->
          Double.isFinite(limit)
              ? Sentence.of(
                  "Train with a learning rate below %.3g, warm up longer or clip; if a schedule has"
                      + " lowered the rate since, give the last one.",
                  limit)
              : "Lower the learning rate, warm up longer or clip.";
    };
  }

  static SummaryLine noise(Noise found) {
    return new SummaryLine(
        "How noisy, and which batches pay?",
        switch (found.level()) {
          case NO_SIGNAL, UNCLEAR, NO_BATCH, NONE -> Verdict.UNKNOWN;
          case SMALL, LARGE -> Verdict.ACT;
          case BALANCED -> Verdict.FINE;
        },
        noiseSentence(found),
        noiseAction(found),
        List.of(found.id()));
  }

  /** What the estimates of the noise scale say together. */
  static String noiseSentence(Noise found) {
    if (found.level() == Noise.Level.NO_SIGNAL) {
      if (found.other().value() == 0 && found.other().error() == 0) {
        return "Every gradient is zero: there is no noise, and nothing is left to train.";
      }
      return Sentence.of(
          "The mean gradient cannot be told from zero (squared norm %.2g, error %.2g): what is left"
              + " is noise, as at the end of training, and no batch is too large to reduce it.",
          found.other().value(), found.other().error());
    }
    if (found.level() == Noise.Level.NONE) {
      return "There is no noise: all examples pull alike, so that one is as good as any batch of"
          + " them.";
    }
    if (found.level() == Noise.Level.UNCLEAR) {
      return Sentence.of(
          "The noise scale is known to within its own size only (%.3g examples%s).",
          found.scale().value(), SummaryText.error(found.scale()));
    }
    String scale =
        Sentence.of(
            "Noise scale %.3g examples%s", found.scale().value(), SummaryText.error(found.scale()));
    String other =
        found.other().known()
            ? Sentence.of(
                " Single examples give %.3g, another network: without batch statistics.",
                found.other().value())
            : "";
    if (found.level() == Noise.Level.NO_BATCH) {
      return scale
          + Sentence.of(
              ": a batch of that size takes twice the fewest examples and twice the fewest steps;"
                  + " larger ones save ever fewer steps.%s",
              other);
    }
    return scale
        + Sentence.of(
            ": a batch of %d takes %.3g times the fewest examples and %.3g times the fewest"
                + " steps.%s",
            found.batch(), found.examples(), found.steps(), other);
  }

  private static String noiseAction(Noise found) {
    return switch (found.level()) {
      case NO_SIGNAL -> "Measure more examples, or an earlier snapshot, for a noise scale.";
      case NONE -> "Check whether the examples are copies of each other.";
      case UNCLEAR -> "Measure more examples (--examples) to tell which batches pay.";
      case NO_BATCH -> "Give --batch (or measure a run) to have yours judged.";
      case SMALL ->
          Sentence.of(
              "Batches up to about %.2g pay; raise the learning rate with the batch.",
              found.scale().value());
      case BALANCED -> "";
      case LARGE ->
          "A smaller batch would need fewer examples; a larger one would save hardly any steps.";
    };
  }
}
