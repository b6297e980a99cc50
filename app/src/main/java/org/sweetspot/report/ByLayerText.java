package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sweetspot.control.LayerCost;
import org.sweetspot.control.LayerResult;
import org.sweetspot.control.LayerTrial;
import org.sweetspot.control.layer.Estimate;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.statistics.Interval;

/** Which layer bears a change worst, for a terminal: the answer first, then the tables. */
public final class ByLayerText {
  private ByLayerText() {}

  /** The text, ending with a line feed. */
  public static String of(LayerResult result, int width, boolean color) {
    Terminal terminal = new Terminal(width, color);
    answer(result).forEach(sentence -> terminal.paragraph(sentence, 0));
    ranking(terminal, result);
    trials(terminal, result);
    GradientErrors operands = result.operands();
    if (operands != null) {
      operands(terminal, operands);
    }
    return terminal.text();
  }

  /** The answer in sentences. */
  public static List<String> answer(LayerResult result) {
    List<String> sentences = new ArrayList<>();
    LayerTrial chosen = result.chosen();
    String confidence = Numbers.significant(100 * result.confidence()) + "% confidence";
    String limit = "the limit of " + Numbers.significant(result.limit()) + " points";
    if (chosen == null) {
      sentences.add(
          "No layer is shown to bear the change within "
              + limit
              + " at "
              + confidence
              + ": the plan is the baseline.");
    } else {
      sentences.add(
          (chosen.kept().isEmpty()
                  ? "Every layer can be changed"
                  : "Keep "
                      + String.join(", ", chosen.kept())
                      + " as "
                      + (chosen.kept().size() == 1 ? "it is" : "they are")
                      + " and change the others")
              + ": that costs at most "
              + Numbers.fixed(Math.max(0, chosen.validation().high()), 2)
              + " points of validation accuracy, within "
              + limit
              + ", at "
              + confidence
              + "; of test accuracy "
              + cost(chosen.test())
              + ".");
    }
    LayerCost worst = result.ranking().get(0);
    Interval more = result.worstOverMildest();
    if (more == null) {
      sentences.add("There is one layer to change, so that nothing can be ranked.");
      return sentences;
    }
    LayerCost mildest = result.ranking().get(result.ranking().size() - 1);
    String verdict =
        more.isAboveZero()
            ? "The trial agrees"
            : more.high() < 0
                ? "The trial says the opposite"
                : "The trial cannot tell the two apart";
    sentences.add(
        String.format(
            Locale.ROOT,
            "Predicted to cost most: %s (%s of the noise that the change adds to gradients), least:"
                + " %s (%s). %s: changed alone, %s costs %s points of validation accuracy more than"
                + " %s.",
            worst.layer(),
            Numbers.wholePercent(worst.share().value()),
            mildest.layer(),
            Numbers.wholePercent(mildest.share().value()),
            verdict,
            worst.layer(),
            cost(more),
            mildest.layer()));
    return sentences;
  }

  /** What is said of each layer, behind its name. */
  static final List<String> LAYER_COLUMNS =
      List.of("error", "of it bias", "along", "share", "predicted cost");

  /** The layers as rows: name, then {@link #LAYER_COLUMNS}. */
  static List<List<String>> layers(LayerResult result) {
    List<List<String>> rows = new ArrayList<>();
    for (LayerCost cost : result.ranking()) {
      rows.add(
          List.of(
              cost.layer(),
              withError(cost.overNoise()),
              withError(cost.bias()),
              percent(cost.along()),
              Numbers.wholePercent(cost.share().value())
                  + " \u00b1 "
                  + Numbers.wholePercent(cost.share().error()),
              cost(cost.predicted())));
    }
    return rows;
  }

  /** How the layers' errors add up. */
  static String additivity(LayerResult result) {
    return "The layers' errors add up to "
        + withError(result.errors().additivity())
        + " times that of the whole change.";
  }

  /** What was trained: the whole change, the worst and the mildest layer, and the mixes. */
  static List<LayerTrial> tried(LayerResult result) {
    List<LayerTrial> trials = new ArrayList<>(List.of(result.whole(), result.worst()));
    if (result.mildest() != null) {
      trials.add(result.mildest());
    }
    trials.addAll(result.mixes());
    return trials.stream().distinct().toList();
  }

  /** Whether a trial is within the limit, in words. */
  static String verdict(LayerTrial trial) {
    return trial.diverged() > 0
        ? trial.diverged() + " diverged"
        : trial.within() ? "within the limit" : "not shown to be within";
  }

  /** The operands as rows: name, error, bias, along, share. */
  static List<List<String>> operands(GradientErrors errors) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < errors.parts().size(); i++) {
      rows.add(
          List.of(
              errors.parts().get(i),
              withError(errors.overNoise(i)),
              withError(errors.biasOverNoise(i)),
              percent(errors.along(i)),
              Numbers.wholePercent(errors.share(i).value())));
    }
    return rows;
  }

  private static void ranking(Terminal terminal, LayerResult result) {
    terminal.heading(
        "The layers, from gradients along the baseline (error: squared error over the noise of a"
            + " batch; cost: points of validation accuracy)");
    List<String> columns = new ArrayList<>(List.of(""));
    columns.addAll(LAYER_COLUMNS);
    terminal.table(columns, layers(result), List.of());
    terminal.paragraph(additivity(result), 2);
  }

  private static void trials(Terminal terminal, LayerResult result) {
    terminal.heading("What was tried, over all seeds (cost in points of accuracy)");
    List<List<String>> rows = new ArrayList<>();
    for (LayerTrial trial : tried(result)) {
      rows.add(List.of(trial.name(), cost(trial.validation()), cost(trial.test()), verdict(trial)));
    }
    terminal.table(List.of("", "validation", "test", ""), rows, List.of(3));
  }

  private static void operands(Terminal terminal, GradientErrors errors) {
    terminal.heading("The operands, each quantized alone in every layer");
    terminal.table(
        List.of("", "error", "of it bias", "along", "share"), operands(errors), List.of());
  }

  /** Points with the interval, to hundredths. */
  static String cost(Interval points) {
    return Numbers.fixed(points.value(), 2)
        + Numbers.range(Numbers.fixed(points.low(), 2), Numbers.fixed(points.high(), 2));
  }

  private static String withError(Estimate estimate) {
    return Numbers.significant(estimate.value())
        + " \u00b1 "
        + Numbers.significant(estimate.error());
  }

  private static String percent(double share) {
    return Double.isFinite(share) ? Numbers.fixed(100 * share, 1) + "%" : Numbers.NONE;
  }
}
