package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.summary.Confidence;
import org.sweetspot.measure.summary.Estimate;
import org.sweetspot.measure.summary.Quality;
import org.sweetspot.measure.summary.Summary;
import org.sweetspot.report.SummaryLine.Verdict;

/** The first lines of a profile: the typed findings in words, each with what to do about it. */
public final class SummaryText {
  private SummaryText() {}

  /** The lines of what is known, in the order in which people ask. */
  public static List<SummaryLine> of(Summary summary) {
    List<Optional<SummaryLine>> lines = new ArrayList<>();
    lines.add(summary.quality().map(SummaryText::quality));
    lines.add(summary.sharpness().map(StepText::sharpness));
    lines.add(summary.noise().map(StepText::noise));
    lines.add(summary.confidence().map(SummaryText::confidence));
    lines.add(summary.layers().map(LayerText::layers));
    if (summary.quality().isEmpty()) {
      lines.add(summary.structure().map(LayerText::structure));
    }
    lines.add(summary.path().map(LayerText::path));
    return lines.stream().flatMap(Optional::stream).toList();
  }

  private static SummaryLine quality(Quality found) {
    String rows = found.seenOnly() ? "training" : found.split();
    StringBuilder sentence = new StringBuilder();
    if (found.accuracy().known()) {
      sentence.append(
          String.format(
              Locale.ROOT,
              "Right for %.1f%% of the %s examples%s",
              100 * found.accuracy().value(),
              rows,
              points(found.accuracy().error())));
    } else if (found.explained().known()) {
      sentence.append(
          Sentence.of(
              "Explains %.3g%% of the variance of the %s targets%s",
              100 * found.explained().value(), rows, points(found.explained().error())));
    } else if (found.labels().known()) {
      sentence.append(
          String.format(
              Locale.ROOT,
              "Right for %.1f%% of the labels of the %s examples%s",
              100 * found.labels().value(),
              rows,
              points(found.labels().error())));
    } else {
      sentence.append(Sentence.of("Mean loss %.3g on the %s examples", found.loss().value(), rows));
    }
    if (found.gap().known()) {
      sentence.append(
          found.gap().above(0)
              ? String.format(
                  Locale.ROOT,
                  ", %.1f points%s fewer than of the training examples",
                  100 * found.gap().value(),
                  points(found.gap().error()))
              : "; no gap to the training examples is shown");
    } else if (found.lossGap().known()) {
      sentence.append(
          found.lossGap().above(0)
              ? Sentence.of(
                  ", %.3g above that of the training examples%s",
                  found.lossGap().value(), error(found.lossGap()))
              : "; no gap to the training examples is shown");
    }
    sentence.append('.');
    if (!found.learned() && found.explained().known()) {
      sentence.append(
          " Always answering their mean would do as well: that it learned anything is not shown.");
    } else if (!found.learned()) {
      sentence.append(
          String.format(
              Locale.ROOT,
              " Naming the commonest class always would be right for %.1f%%: that it learned"
                  + " anything is not shown.",
              100 * found.always().value()));
    }
    String action =
        found.tooFew()
            ? "Measure more examples, of more than one class: these cannot tell."
            : !found.learned()
                ? "Check that labels, preprocessing and the module belong together, or train it"
                    + " further."
                : found.seenOnly()
                    ? "Give held-out data too (x_test, y_test) to see whether that holds on new"
                        + " data."
                    : found.overfits()
                        ? "It fits its training data far better: try more data, augmentation,"
                            + " weight decay or an earlier end."
                        : "";
    return new SummaryLine(
        "Is it good?",
        !found.learned() && !found.tooFew()
            ? Verdict.ACT
            : found.seenOnly() || found.tooFew()
                ? Verdict.UNKNOWN
                : found.overfits() ? Verdict.ACT : Verdict.FINE,
        sentence.toString(),
        action,
        List.of("accuracy", "loss", "gap", "r2", "label-accuracy"));
  }

  private static SummaryLine confidence(Confidence found) {
    return new SummaryLine(
        "Is its confidence right?",
        found.level() == Confidence.Level.NOT_SHOWN ? Verdict.FINE : Verdict.ACT,
        confidenceSentence(found),
        confidenceAction(found),
        List.of("over-confidence", "temperature", "ece"));
  }

  /** What over-confidence and temperature say together. */
  static String confidenceSentence(Confidence found) {
    String size =
        found.gap().known()
            ? String.format(
                Locale.ROOT,
                "%.1f points%s",
                100 * Math.abs(found.gap().value()),
                points(found.gap().error()))
            : "";
    String ece =
        found.error().known()
            ? String.format(
                Locale.ROOT, "; calibration error %.1f points", 100 * found.error().value())
            : "";
    String average = size.isEmpty() ? "" : ": on average by " + size;
    return switch (found.level()) {
      case OVER -> "Over-confident" + average + ece + ".";
      case UNDER -> "Less confident than it could be" + average + ece + ".";
      case OVER_ON_AVERAGE ->
          "Over-confident" + average + ece + ", though no temperature is told apart from 1.";
      case UNDER_ON_AVERAGE ->
          "Too cautious" + average + ece + ", though no temperature is told apart from 1.";
      case MIXED ->
          "Wrong in both directions: mean confidence is "
              + (found.gap().value() > 0 ? "above" : "below")
              + " accuracy by "
              + size
              + ", while the temperature that fits best ("
              + Sentence.of("%.3g", found.temperature().value())
              + ") asks for "
              + (found.temperature().value() > 1 ? "less" : "more")
              + " confidence"
              + ece
              + ".";
      case AT_BOUND ->
          found.temperature().value() < 1
              ? "Right so often that more confidence would always fit better: no temperature above"
                  + " 1/20 is best, and none is advice"
                  + ece
                  + "."
              : "The flatter the probabilities, the better they would fit: the outputs say nothing,"
                  + " or the wrong thing, of these labels, and no temperature below 20 is best"
                  + ece
                  + ".";
      case NOT_SHOWN ->
          "Neither over-confidence nor caution is shown"
              + (size.isEmpty() ? "" : " (difference " + size + ")")
              + ece
              + ".";
    };
  }

  private static String confidenceAction(Confidence found) {
    return switch (found.level()) {
      case OVER, UNDER ->
          Sentence.of(
              "Divide the logits by %.3g%s, fitted again on validation data.",
              found.temperature().value(), error(found.temperature()));
      case OVER_ON_AVERAGE, UNDER_ON_AVERAGE, MIXED ->
          "Do not use its probabilities as they are; reliability shows where they are off.";
      case AT_BOUND ->
          found.temperature().value() < 1
              ? "Judge its confidence on data that it gets wrong too."
              : "Check that labels and outputs belong together before judging its confidence.";
      case NOT_SHOWN -> "";
    };
  }

  private static String points(double error) {
    return error > 0 ? String.format(Locale.ROOT, " (error %.1f)", 100 * error) : "";
  }

  /** An error in parentheses, where there is one. */
  static String error(Estimate estimate) {
    return estimate.error() > 0 ? Sentence.of(" (error %.2g)", estimate.error()) : "";
  }
}
