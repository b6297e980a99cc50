package org.sweetspot.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.sweetspot.control.ControlResult;
import org.sweetspot.format.AtomicFile;
import tools.jackson.databind.node.ObjectNode;

/**
 * A control experiment as one HTML file that needs nothing else, written for readers who have read
 * no paper: the verdict first, then pictures, then the numbers, how to read them and where they
 * come from. Charts are drawn by Vega-Lite inside the file; every picture has a table with its
 * numbers.
 */
public final class ControlReport {
  private ControlReport() {}

  /**
   * The page.
   *
   * @param result of the experiment
   * @param recipe the plan's recipe as YAML
   */
  public static String html(ControlResult result, String recipe) {
    Html html = new Html();
    ObjectNode page = Page.charts();
    ObjectNode charts = (ObjectNode) page.get("charts");
    List<String> verdict = ControlVerdict.answer(result);
    html.open("header");
    html.element("p", "Control experiment: " + result.change(), "class", "eyebrow");
    // The first answer may be a paragraph; its first sentence is the headline.
    String first = verdict.isEmpty() ? result.change().toString() : verdict.get(0);
    int end = first.indexOf(". ");
    html.element("h1", end < 0 ? first : first.substring(0, end + 1));
    if (end >= 0) {
      html.element("p", first.substring(end + 2), "class", "lead");
    }
    verdict.stream().skip(1).forEach(sentence -> html.element("p", sentence, "class", "lead"));
    html.close();
    contents(html);
    html.open("main");
    AccuracySection.write(html, charts, result);
    LoopSection.write(html, result);
    GapSection.write(html, charts, result);
    beyond(html, result);
    CurveSection.write(html, page, result);
    BiasSection.write(html, charts, result);
    CorrectionSection.write(html, charts, result);
    NumbersSection.write(html, result, recipe);
    ReadingSection.write(html, result);
    html.close();
    html.open("footer").element("p", "Written by Sweetspot. This file loads nothing.").close();
    return Page.of("Sweetspot: " + result.change(), html.finish(), page);
  }

  private static void beyond(Html html, ControlResult result) {
    html.open("section", "id", "beyond", "aria-labelledby", "beyond-title");
    html.element("h2", "What else the experiment says", "id", "beyond-title");
    List<String> sentences = ControlVerdict.beyond(result);
    if (sentences.isEmpty()) {
      html.element("p", "Nothing: no correction was tried and nothing was measured.");
    }
    sentences.forEach(sentence -> html.element("p", sentence));
    html.close();
  }

  /**
   * Writes the page.
   *
   * @throws UncheckedIOException if the file can't be written
   */
  public static void write(ControlResult result, String recipe, Path file) {
    try {
      AtomicFile.write(file, html(result, recipe));
    } catch (IOException e) {
      throw new UncheckedIOException("report " + file + ": cannot be written", e);
    }
  }

  private static void contents(Html html) {
    html.open("nav", "aria-label", "Contents").open("ul");
    link(html, "answer", "The answer");
    link(html, "loop", "The plan in your loop");
    link(html, "gap", "The gap and its parts");
    link(html, "beyond", "What else it says");
    link(html, "curves", "Over the course of training");
    link(html, "biases", "Implicit bias before and after");
    link(html, "tried", "What was tried");
    link(html, "numbers", "Numbers");
    link(html, "recipe", "Recipe");
    link(html, "reading", "How to read this");
    html.close().close();
  }

  private static void link(Html html, String id, String text) {
    html.open("li").element("a", text, "href", "#" + id).close();
  }
}
