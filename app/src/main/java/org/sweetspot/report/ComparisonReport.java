package org.sweetspot.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.profile.Comparison;
import org.sweetspot.measure.profile.Difference;
import org.sweetspot.measure.profile.Profile;
import tools.jackson.databind.node.ObjectNode;

/**
 * Two groups of runs as one HTML file that needs nothing else: which biases differ beyond the
 * spread from seed to seed, and all numbers side by side.
 */
public final class ComparisonReport {
  /** More differences than that are counted, not named, in the first sentence. */
  private static final int MOST_NAMED = 4;

  private ComparisonReport() {}

  /**
   * The page; differences are second minus first.
   *
   * @param first the first group
   * @param second the second group
   * @param comparison of the two
   * @param questions that each measure answers, by its id
   */
  public static String html(
      ComparedSide first,
      ComparedSide second,
      Comparison comparison,
      Map<String, String> questions) {
    String title = second.name() + " against " + first.name();
    Html html = new Html();
    MeasureReport.header(
        html, "Comparison of bias profiles", title, sentence(first, second, comparison));
    html.open("main");
    ObjectNode page = Page.charts();
    ObjectNode charts = (ObjectNode) page.get("charts");
    html.open("section", "id", "differences", "aria-labelledby", "differences-title");
    html.element("h2", "What differs", "id", "differences-title");
    html.element("p", judgement(comparison));
    ComparisonFigure.chart(comparison)
        .ifPresent(
            chart -> {
              charts.set("effects", chart);
              Figure.write(
                  html,
                  "effects",
                  "differences between the two groups",
                  "The largest differences, second minus first, each with its interval. Beyond 30"
                      + " standard deviations marks stand at the edge.");
            });
    table(html, first, second, comparison, questions);
    html.close();
    List<Measurement> all =
        Stream.of(first, second)
            .flatMap(side -> side.profiles().stream())
            .map(Profile::measurements)
            .flatMap(List::stream)
            .toList();
    MeasureReport.how(html, all);
    MeasureReport.end(html, provenance(first, second));
    return Page.of("Sweetspot: " + title, html.finish(), charts.isEmpty() ? Json.object() : page);
  }

  private static String sentence(ComparedSide first, ComparedSide second, Comparison comparison) {
    long differing =
        comparison.differences().stream()
            .filter(one -> one.verdict() == Difference.Verdict.DIFFERS)
            .count();
    String summary =
        differing > MOST_NAMED
            ? differing
                + " of "
                + comparison.differences().size()
                + " numbers differ beyond the seed-to-seed spread"
            : comparison.summary();
    return Character.toUpperCase(summary.charAt(0))
        + summary.substring(1)
        + ". "
        + runs(first)
        + " of the first, "
        + runs(second)
        + " of the second.";
  }

  private static String runs(ComparedSide side) {
    int count = side.profiles().size();
    return count + (count == 1 ? " run" : " runs");
  }

  private static String judgement(Comparison comparison) {
    boolean judged =
        comparison.differences().stream()
            .anyMatch(one -> one.verdict() != Difference.Verdict.CANNOT_TELL);
    return judged
        ? "A number differs if the spread from seed to seed does not explain the difference, all"
            + " questions asked taken into account (Holm, "
            + Numbers.significant(100 * comparison.confidence())
            + " %)."
        : "Two results side by side. Whether a difference is more than luck can only be told from"
            + " several seeds of each.";
  }

  private static void table(
      Html html,
      ComparedSide first,
      ComparedSide second,
      Comparison comparison,
      Map<String, String> questions) {
    Table.Builder table =
        Table.of("Means over the runs; difference is second minus first, ratio second over first")
            .name("Measure")
            .name("Answer")
            .number(first.name())
            .number(second.name())
            .number("Difference")
            .number("Ratio")
            .number("p, adjusted")
            .prose("What it asks");
    for (Difference one : comparison.differences()) {
      table.row(
          one.name(),
          answer(one),
          first.text(one, one.first()),
          second.text(one, one.second()),
          difference(one),
          Double.isFinite(one.difference())
              ? Numbers.factor(BiasFigure.ratio(one.second(), one.first()))
              : "",
          Double.isFinite(one.pValue()) ? Numbers.significant(one.pValue()) : "",
          questions.getOrDefault(one.id(), ""));
    }
    table.build().write(html);
  }

  private static String answer(Difference one) {
    return switch (one.verdict()) {
      case DIFFERS -> "differs";
      case WITHIN_SPREAD -> "within the spread";
      case CANNOT_TELL -> one.reason();
    };
  }

  private static String difference(Difference one) {
    if (!Double.isFinite(one.difference())) {
      return "";
    }
    String value = Numbers.significant(one.difference());
    return Double.isFinite(one.low()) && Double.isFinite(one.high())
        ? value + Numbers.range(Numbers.significant(one.low()), Numbers.significant(one.high()))
        : value;
  }

  private static Map<String, String> provenance(ComparedSide first, ComparedSide second) {
    Map<String, String> all = new LinkedHashMap<>();
    first.provenance().forEach((name, text) -> all.put("first: " + name, text));
    second.provenance().forEach((name, text) -> all.put("second: " + name, text));
    return all;
  }
}
