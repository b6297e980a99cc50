package org.sweetspot.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.sweetspot.control.LayerCost;
import org.sweetspot.control.LayerResult;
import org.sweetspot.control.LayerTrial;
import org.sweetspot.control.layer.Estimate;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.statistics.Interval;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which layer bears a change worst, as one HTML file that needs nothing else: the answer, the
 * layers by what each is predicted to cost, what trials said, the operands, and the mixed recipe.
 */
public final class ByLayerReport {
  private static final String KEPT = "var(--part-left)";
  private static final String CHANGED = "var(--part-recovered)";

  private ByLayerReport() {}

  /**
   * The page.
   *
   * @param recipe the plan's recipe as YAML
   */
  public static String html(LayerResult result, String recipe) {
    Html html = new Html();
    ObjectNode page = Page.charts();
    ObjectNode charts = (ObjectNode) page.get("charts");
    List<String> answer = ByLayerText.answer(result);
    MeasureReport.header(
        html,
        "Which layer bears it: " + result.change(),
        answer.get(0),
        String.join(" ", answer.subList(1, answer.size())));
    html.open("main");
    layers(html, charts, result);
    trials(html, charts, result);
    GradientErrors operands = result.operands();
    if (operands != null) {
      operands(html, charts, operands);
    }
    plan(html, result, recipe);
    reading(html, result);
    MeasureReport.end(html, result.provenance());
    return Page.of("Sweetspot by layer: " + result.change(), html.finish(), page);
  }

  /**
   * Writes the page.
   *
   * @throws UncheckedIOException if the file can't be written
   */
  public static void write(LayerResult result, String recipe, Path file) {
    try {
      AtomicFile.write(file, html(result, recipe));
    } catch (IOException e) {
      throw new UncheckedIOException("report " + file + ": cannot be written", e);
    }
  }

  private static void layers(Html html, ObjectNode charts, LayerResult result) {
    section(html, "layers", "The layers, the most expensive first");
    html.element(
        "p",
        "Predicted from gradients along the baseline, before any layer was tried alone: a layer's"
            + " share of the error, times what the whole change costs.");
    Rows rows = new Rows();
    for (LayerCost cost : result.ranking()) {
      rows.add(
          cost.layer(),
          cost.layer()
              + ": "
              + Numbers.wholePercent(cost.share().value())
              + " of the error, predicted "
              + ByLayerText.cost(cost.predicted()),
          cost.predicted(),
          result.kept().contains(cost.layer()) ? KEPT : CHANGED);
    }
    charts.set("layers", rows.chart("Predicted cost, points of validation accuracy"));
    Figure.write(
        html,
        "layers",
        "What changing each layer is predicted to cost",
        "Dot: prediction. Bar: "
            + Numbers.wholePercent(result.confidence())
            + " interval, with the errors of the share and of the whole change's cost. Blue: layers"
            + " that the plan changes.");
    Table.Builder table = Table.of("Layers, by their share of the error").name("Layer");
    ByLayerText.LAYER_COLUMNS.forEach(table::number);
    ByLayerText.layers(result).forEach(table::row);
    table.build().write(html);
    html.element("p", ByLayerText.additivity(result), "class", "note");
    html.close();
  }

  private static void trials(Html html, ObjectNode charts, LayerResult result) {
    section(html, "tried", "What was tried");
    html.element(
        "p",
        "Each was trained with every seed. The whole change, then the layers at the top and at the"
            + " bottom of the ranking, each changed alone, then mixes: the layers of the smallest"
            + " shares together, one more each time.");
    Rows rows = new Rows();
    Table.Builder table =
        Table.of("Trials, cost in points of accuracy")
            .name("Changed")
            .name("Kept")
            .number("Validation")
            .number("Test")
            .name("Verdict");
    List<LayerTrial> tried = ByLayerText.tried(result);
    for (int i = 0; i < tried.size(); i++) {
      LayerTrial trial = tried.get(i);
      String name = i + 1 + ". " + trial.name();
      rows.add(
          name,
          name + ": " + ByLayerText.cost(trial.validation()) + ", " + ByLayerText.verdict(trial),
          trial.validation(),
          trial.within() ? CHANGED : KEPT);
      table.row(
          name,
          trial.kept().isEmpty() ? "none" : String.join(", ", trial.kept()),
          ByLayerText.cost(trial.validation()),
          ByLayerText.cost(trial.test()),
          ByLayerText.verdict(trial));
    }
    charts.set("trials", rows.chart("Cost, points of validation accuracy"));
    Figure.write(
        html,
        "trials",
        "What each trial cost",
        "Within the limit of "
            + Numbers.significant(result.limit())
            + " points (blue) is what costs no more at the upper end of its interval.");
    table.build().write(html);
    html.close();
  }

  private static void operands(Html html, ObjectNode charts, GradientErrors errors) {
    section(html, "operands", "The operands of the products");
    html.element("p", "Each quantized alone, in every layer.");
    ArrayNode values = Json.array();
    for (int i = 0; i < errors.parts().size(); i++) {
      Estimate estimate = errors.overNoise(i);
      ObjectNode value = values.addObject();
      value.put("name", errors.parts().get(i));
      value.set("value", Json.brief(estimate.value()));
      value.set("error", Json.brief(estimate.error()));
      value.set("low", Json.brief(estimate.value() - estimate.error()));
      value.set("high", Json.brief(estimate.value() + estimate.error()));
    }
    charts.set(
        "operands",
        Resource.chart(
            "dots.vl.json",
            Map.of(
                "height",
                Json.brief(36.0 * values.size()),
                "values",
                values,
                "scale",
                Json.object().put("zero", true),
                "x",
                Json.text("Squared error over the noise of a batch"))));
    Figure.write(
        html,
        "operands",
        "The error that each operand makes",
        "Bar: a standard error to both sides.");
    Table.Builder table =
        Table.of("Operands")
            .name("Operand")
            .number("error")
            .number("of it bias")
            .number("along")
            .number("share");
    ByLayerText.operands(errors).forEach(table::row);
    Figure.numbers(html, table.build());
    html.close();
  }

  private static void plan(Html html, LayerResult result, String recipe) {
    section(html, "recipe", "The mixed recipe");
    html.element(
        "p",
        (result.kept().isEmpty()
                ? "Every layer is changed."
                : "Left as they are: " + String.join(", ", result.kept()) + ".")
            + " Save this as a file and train with it: sweetspot train FILE.");
    html.open("pre", "tabindex", "0", "aria-label", "Recipe").element("code", recipe).close();
    html.close();
  }

  private static void reading(Html html, LayerResult result) {
    section(html, "reading", "How to read this");
    for (String sentence :
        List.of(
            "Error: the squared distance between the gradient of a batch with one layer changed and"
                + " the plain one, over the noise of a batch: the share by which that layer raises"
                + " the noise of an update. Of it bias: the part that does not average out over"
                + " batches and draws. Along: by which share the change lengthens the mean gradient"
                + " along itself. Errors behind \u00b1 are standard errors, by the jackknife over"
                + " batches.",
            "The ranking is one of gradients. Whether it is one of costs, the trials of the first"
                + " and the last layer say, as far as the seeds can tell.",
            "The chance that the plan costs more than the limit is at most "
                + Numbers.percent(1 - result.confidence())
                + ": the whole change is one test, the sequence of mixes, whose order is fixed"
                + " before and which stops at the first failure, is another.")) {
      html.element("p", sentence);
    }
    html.close();
  }

  private static void section(Html html, String id, String title) {
    html.open("section", "id", id, "aria-labelledby", id + "-title");
    html.element("h2", title, "id", id + "-title");
  }

  /** Costs with intervals, on an axis that holds all of them and zero. */
  private static final class Rows {
    private final ArrayNode effects = Json.array();
    private final List<Double> ends = new ArrayList<>(List.of(-0.5, 0.5));

    void add(String name, String text, Interval cost, String color) {
      ObjectNode effect = effects.addObject();
      effect.put("key", name);
      effect.put("text", text);
      effect.put("short", name);
      effect.put("color", color);
      effect.set("value", Json.brief(cost.value()));
      effect.set("low", Json.brief(cost.low()));
      effect.set("high", Json.brief(cost.high()));
      DoubleStream.of(cost.value(), cost.low(), cost.high())
          .filter(Double::isFinite)
          .forEach(ends::add);
    }

    JsonNode chart(String axis) {
      double least = ends.stream().mapToDouble(end -> end).min().orElseThrow();
      double most = ends.stream().mapToDouble(end -> end).max().orElseThrow();
      double room = 0.05 * (most - least);
      return Resource.chart(
          "effects.vl.json",
          Map.of(
              "height",
              Json.brief(54.0 * effects.size()),
              "effects",
              effects,
              "x",
              Json.text(axis),
              "domain",
              Json.briefs(least - room, most + room)));
    }
  }
}
