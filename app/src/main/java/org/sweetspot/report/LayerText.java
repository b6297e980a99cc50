package org.sweetspot.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.summary.LayerOddity;
import org.sweetspot.measure.summary.Layers;
import org.sweetspot.measure.summary.Path;
import org.sweetspot.measure.summary.Structure;
import org.sweetspot.report.SummaryLine.Verdict;

/** What the weights alone and their path say, in words. */
final class LayerText {
  private static final int NAMED = 3;

  private LayerText() {}

  static SummaryLine layers(Layers found) {
    String count = found.looked() == 1 ? "the one layer" : found.looked() + " layers";
    if (found.oddities().isEmpty()) {
      return new SummaryLine(
          "Anything odd in a layer?",
          Verdict.FINE,
          "Nothing stands out in " + count + ": no empty, one-directional or out-of-scale matrix.",
          "",
          List.of("spectral-norms", "stable-rank"));
    }
    String named =
        found.oddities().stream()
            .limit(NAMED)
            .map(LayerText::oddity)
            .collect(Collectors.joining("; "));
    int more = found.oddities().size() - NAMED;
    return new SummaryLine(
        "Anything odd in a layer?",
        Verdict.ACT,
        "In " + count + ": " + named + (more > 0 ? "; and " + more + " more" : "") + ".",
        "Check how "
            + (found.oddities().size() == 1 ? "it was" : "they were")
            + " initialized and trained; a layer that carries nothing can be left out.",
        List.of("spectral-norms", "stable-rank"));
  }

  private static String oddity(LayerOddity odd) {
    return switch (odd.kind()) {
      case ZERO -> odd.layer() + " is all zero";
      case ONE_DIRECTION ->
          Sentence.of(
              "%s is nearly one direction (stable rank %.2g, others %.2g)",
              odd.layer(), odd.value(), odd.usual());
      case LARGE ->
          Sentence.of(
              "%s is %.2g times as large as the others (spectral norm %.3g)",
              odd.layer(), odd.value() / odd.usual(), odd.value());
      case SMALL ->
          Sentence.of(
              "%s is %.2g times smaller than the others (spectral norm %.3g)",
              odd.layer(), odd.usual() / odd.value(), odd.value());
    };
  }

  static SummaryLine structure(Structure found) {
    String sentence =
        found.told() == 0
            ? "No layer can be told from random weights of its shape: that anything was learned"
                + " does not show in the singular values."
            : String.format(
                Locale.ROOT,
                "%d directions stand out of what random weights show; %d of %d layers differ from"
                    + " random and from shuffled weights.",
                found.spikes(),
                found.told(),
                found.layers());
    return new SummaryLine(
        "Do the weights show learning?",
        found.told() == 0 ? Verdict.UNKNOWN : Verdict.FINE,
        sentence,
        "Give the data too (a TorchScript module with --data) to measure what it does.",
        List.of("marchenko-pastur-spikes"));
  }

  static SummaryLine path(Path found) {
    return new SummaryLine(
        "Which path did training take?",
        Verdict.FINE,
        Sentence.of(
                "Length %.3g, %.2g%% of it progress",
                found.length().value(), 100 * found.straightness().value())
            + (!found.canTell()
                ? "; too few states to tell it from a random walk."
                : Sentence.of(
                    ", where a random walk of such steps makes %.2g%%%s.",
                    100 * found.random().value(),
                    found.directed() ? ": the steps pull in one direction" : "")),
        "",
        List.of("trajectory-length"));
  }
}
