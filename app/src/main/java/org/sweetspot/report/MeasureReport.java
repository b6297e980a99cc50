package org.sweetspot.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.monitor.Timeline;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measurements of one run or model as one HTML file that needs nothing else: a bias profile in
 * plain words with pictures.
 */
public final class MeasureReport {
  private MeasureReport() {}

  /**
   * The profile of one target: by question, what was found in plain words, with the evidence beside
   * it and pictures where they say more.
   *
   * @param title what was measured
   * @param provenance where the numbers come from
   * @param summary the first lines: what was found and what to do
   * @param entries the answers, in the order of the questions
   * @param timelines what was monitored during training; none where nothing was
   */
  public static String profile(
      String title,
      Map<String, String> provenance,
      List<SummaryLine> summary,
      List<ProfileEntry> entries,
      List<Timeline> timelines) {
    List<Measurement> measures = entries.stream().map(ProfileEntry::answer).toList();
    Html html = new Html();
    header(html, "Bias profile", title, summary(measures));
    html.open("main");
    SummarySection.write(html, summary);
    ObjectNode page = Page.charts();
    ObjectNode charts = (ObjectNode) page.get("charts");
    Map<String, List<ProfileEntry>> topics = new LinkedHashMap<>();
    entries.forEach(
        entry -> topics.computeIfAbsent(entry.topic(), t -> new ArrayList<>()).add(entry));
    int number = 0;
    for (Map.Entry<String, List<ProfileEntry>> topic : topics.entrySet()) {
      topic(html, charts, "topic" + ++number, topic.getKey(), topic.getValue());
    }
    TimelineSection.write(html, charts, timelines);
    how(html, measures);
    end(html, provenance);
    return Page.of("Sweetspot: " + title, html.finish(), charts.isEmpty() ? Json.object() : page);
  }

  private static void topic(
      Html html, ObjectNode charts, String id, String question, List<ProfileEntry> entries) {
    html.open("section", "id", id, "aria-labelledby", id + "-title");
    html.element("h2", question, "id", id + "-title");
    List<ProfileEntry> answered =
        entries.stream().filter(entry -> entry.answer().value() != null).toList();
    for (ProfileEntry entry : answered) {
      Measurement answer = entry.answer();
      ProfileFigure.chart(answer)
          .ifPresent(
              chart -> {
                charts.set(answer.id(), chart);
                Figure.write(
                    html, answer.id(), entry.title(), entry.title() + ": " + entry.question());
              });
    }
    if (!answered.isEmpty()) {
      Table.Builder table =
          Table.of("What was found")
              .name("Measure")
              .number("Value")
              .name("Worth")
              .prose("What it says");
      for (ProfileEntry entry : answered) {
        Measurement answer = entry.answer();
        String unit = answer.unit().isEmpty() ? "" : " " + answer.unit();
        String control =
            answer.control().isEmpty() ? "" : " Control without the effect: " + answer.control();
        table.row(
            named(entry),
            MeasureTable.valueWithError(answer) + unit,
            MeasureTable.status(answer.status()),
            entry.question() + " " + entry.finding() + control);
      }
      table.build().write(html);
    }
    several(html, answered.stream().map(ProfileEntry::answer).toList());
    silent(html, entries);
    html.close();
  }

  /** The title with the measure's id, where that is another word. */
  private static String named(ProfileEntry entry) {
    String id = entry.answer().id();
    return id.equals(entry.title()) ? id : entry.title() + " (" + id + ")";
  }

  /** What could not be answered here, with the reason. */
  private static void silent(Html html, List<ProfileEntry> entries) {
    List<ProfileEntry> unanswered =
        entries.stream().filter(entry -> entry.answer().value() == null).toList();
    if (unanswered.isEmpty()) {
      return;
    }
    Table.Builder table = Table.of("No answer here").name("Measure").prose("Why");
    unanswered.forEach(
        entry -> table.row(entry.answer().id(), entry.answer().conventions().text()));
    html.open("details").element("summary", unanswered.size() + " without an answer here");
    table.build().write(html);
    html.close();
  }

  /** What the page is about. */
  static void header(Html html, String kind, String title, String lead) {
    html.open("header");
    html.element("p", kind, "class", "eyebrow");
    html.element("h1", title);
    html.element("p", lead, "class", "lead");
    html.close();
  }

  private static String summary(List<Measurement> measures) {
    long answered = measures.stream().filter(measure -> measure.value() != null).count();
    return answered
        + " of "
        + measures.size()
        + (measures.size() == 1 ? " measure has" : " measures have")
        + " an answer here. Each is one number, or a few, that says which solutions the training"
        + " favoured.";
  }

  /** Lists and named values in full, which the profile only begins. */
  private static void several(Html html, List<Measurement> measures) {
    for (Measurement measure : measures) {
      if (measure.value() == null || measure.value() instanceof Value.Scalar) {
        continue;
      }
      if (measure.value() instanceof Value.Columns columns) {
        html.open("details").element("summary", "All values of " + measure.id());
        columns(measure.id(), columns).write(html);
        html.close();
        continue;
      }
      Table.Builder table = Table.of(measure.id()).name("Part").number("Value").number("Error");
      rows(table, measure.value(), measure.error());
      html.open("details").element("summary", "All values of " + measure.id());
      table.build().write(html);
      html.close();
    }
  }

  private static Table columns(String id, Value.Columns columns) {
    Table.Builder table = Table.of(id);
    columns.columns().keySet().forEach(table::number);
    for (int i = 0; i < columns.rows(); i++) {
      int row = i;
      table.row(
          columns.columns().values().stream()
              .map(column -> Numbers.significant(column.get(row)))
              .toArray(String[]::new));
    }
    return table.build();
  }

  private static void rows(
      Table.Builder table, Value value, @org.jspecify.annotations.Nullable Value error) {
    if (value instanceof Value.Series series) {
      for (int i = 0; i < series.values().size(); i++) {
        String wrong =
            error instanceof Value.Series errors && i < errors.values().size()
                ? Numbers.significant(errors.values().get(i))
                : "";
        table.row(Integer.toString(i + 1), Numbers.significant(series.values().get(i)), wrong);
      }
    } else if (value instanceof Value.Named named) {
      named
          .values()
          .forEach(
              (name, one) ->
                  table.row(
                      name,
                      Numbers.significant(one),
                      error instanceof Value.Named errors && errors.values().containsKey(name)
                          ? Numbers.significant(errors.values().getOrDefault(name, Double.NaN))
                          : ""));
    }
  }

  /** How each number was measured. */
  static void how(Html html, List<Measurement> measures) {
    html.open("section", "id", "how", "aria-labelledby", "how-title");
    html.element("h2", "How it was measured", "id", "how-title");
    MeasureTable.table(measures).write(html);
    html.close();
  }

  /** Where the numbers come from, and the end of the page. */
  static void end(Html html, Map<String, String> provenance) {
    html.open("section", "id", "provenance", "aria-labelledby", "provenance-title");
    html.element("h2", "Where this comes from", "id", "provenance-title");
    ReadingSection.provenance(html, provenance);
    html.close().close();
    html.open("footer").element("p", "Written by Sweetspot. This file loads nothing.").close();
  }
}
