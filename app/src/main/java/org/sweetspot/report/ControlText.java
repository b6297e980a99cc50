package org.sweetspot.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.InvariantRow;
import org.sweetspot.control.MatchedGap;
import org.sweetspot.control.TriedCorrection;
import org.sweetspot.control.prediction.Forecast;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.statistics.Interval;

/**
 * A control experiment as text for a terminal: the answer first, then the lines to change, then
 * tables and what else can be said.
 */
public final class ControlText {
  private ControlText() {}

  /** Without colours. */
  public static String of(ControlResult result, int width) {
    return of(result, width, false);
  }

  /**
   * The text, ending with a line feed.
   *
   * @param width columns of the terminal; narrower than 40 counts as 40
   * @param color whether to print headings bold, by an escape sequence
   */
  public static String of(ControlResult result, int width, boolean color) {
    Terminal terminal = new Terminal(width, color);
    ControlVerdict.answer(result).forEach(sentence -> terminal.paragraph(sentence, 0));
    loop(terminal, result);
    accuracies(terminal, result);
    gap(terminal, result);
    beyond(terminal, result);
    biases(terminal, result);
    CriticalBatchView.text(terminal, result);
    corrections(terminal, result);
    predictions(terminal, result);
    return terminal.text();
  }

  private static void beyond(Terminal terminal, ControlResult result) {
    List<String> sentences = ControlVerdict.beyond(result);
    if (!sentences.isEmpty()) {
      terminal.heading("What else the experiment says");
      sentences.forEach(sentence -> terminal.paragraph(sentence, 2));
    }
  }

  private static void loop(Terminal terminal, ControlResult result) {
    terminal.heading("Change these lines of your training loop (PyTorch)");
    if (result.loop().isEmpty()) {
      terminal.paragraph("None: the plan changes nothing.", 2);
    }
    result.loop().stream()
        .flatMap(change -> change.pytorch().lines())
        .forEach(line -> terminal.code(line, 2));
  }

  private static void accuracies(Terminal terminal, ControlResult result) {
    AccuracyFigure figure = AccuracyFigure.of(result);
    terminal.heading("Test accuracy (mean over seeds, " + confidence(result) + " interval)");
    List<List<String>> rows = new ArrayList<>();
    for (AccuracyFigure.Row row : figure.rows()) {
      rows.add(
          List.of(
              row.style().label(),
              Numbers.percent(row.mean().value() / 100),
              ends(Numbers.fixed(row.mean().low(), 1), Numbers.fixed(row.mean().high(), 1)),
              terminal.width() < 72 ? "" : strip(row.mean(), figure.low(), figure.high()),
              row.diverged() == 0 ? "" : row.diverged() + " diverged"));
    }
    terminal.table(List.of("", "", "", "", ""), rows, List.of(3, 4));
  }

  private static void gap(Terminal terminal, ControlResult result) {
    terminal.heading("What the change costs, in points of test accuracy");
    List<List<String>> rows = new ArrayList<>();
    rows.add(part("Whole gap", result.gap().points()));
    rows.add(part("  " + GapFigure.stepsLabel(result), result.gap().steps()));
    rows.add(part("  " + GapFigure.AT_EQUAL_STEPS, result.gap().atEqualSteps()));
    for (MatchedGap part : result.gap().matched()) {
      Interval equal = part.atEqual();
      if (equal != null) {
        rows.add(part("  at equal " + part.matching().id(), equal));
      }
    }
    result.gap().parts().forEach(part -> rows.add(part("  " + part.name(), part.points())));
    Interval share = result.recovery().share();
    rows.add(
        List.of(
            "Won back by the plan",
            Numbers.wholePercent(share.value()),
            ends(Numbers.wholePercent(share.low()), Numbers.wholePercent(share.high()))));
    terminal.table(List.of("", "", ""), rows, List.of());
    if (result.gap().points().holdsZero()) {
      terminal.paragraph(
          "The interval of the gap holds zero: this experiment cannot tell whether the change costs"
              + " anything.",
          2);
    }
  }

  private static void biases(Terminal terminal, ControlResult result) {
    if (!result.invariants().isEmpty()) {
      terminal.heading(
          "What the recipes fix, as multiples of the baseline (held: within a factor of 1.5)");
      List<List<String>> rows = new ArrayList<>();
      for (InvariantRow bias : result.invariants()) {
        rows.add(
            List.of(
                bias.name(),
                Numbers.factor(BiasFigure.ratio(bias.changed(), bias.baseline())),
                Numbers.factor(BiasFigure.ratio(bias.controlled(), bias.baseline())),
                bias.held() ? "held" : "not held"));
      }
      terminal.table(List.of("", "changed", "controlled", ""), rows, List.of(3));
      result.invariants().stream()
          .filter(bias -> !bias.held() && !bias.note().isBlank())
          .forEach(bias -> terminal.paragraph(bias.name() + ": " + bias.note(), 2));
    }
    if (!result.shifts().isEmpty()) {
      terminal.heading("Measured on the trained networks");
      terminal.table(
          List.of("", "baseline", "changed", "controlled", ""),
          result.shifts().stream()
              .map(
                  shift ->
                      List.of(
                          shift.measure(),
                          Numbers.significant(shift.baseline()),
                          Numbers.significant(shift.changed()),
                          Numbers.significant(shift.controlled()),
                          ShiftTable.answer(shift)))
              .toList(),
          List.of(4));
    }
  }

  private static void corrections(Terminal terminal, ControlResult result) {
    terminal.heading("What was tried (effect in points of validation accuracy, cost in baselines)");
    if (result.corrections().isEmpty()) {
      terminal.paragraph("Nothing.", 2);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (TriedCorrection correction : result.corrections()) {
      Interval effect = correction.effect();
      rows.add(
          List.of(
              correction.name().replace("learning rate", "rate"),
              Numbers.signedPoints(effect.value()),
              ends(Numbers.signedPoints(effect.low()), Numbers.signedPoints(effect.high())),
              Numbers.fixed(correction.cost(), 2),
              OutcomeWords.brief(correction.outcome())));
    }
    terminal.table(List.of("", "effect", "", "cost", ""), rows, List.of(4));
  }

  private static void predictions(Terminal terminal, ControlResult result) {
    if (result.predicted().isEmpty()) {
      return;
    }
    terminal.heading(
        "Predicted of the changed runs but the first (90% intervals), and what came of it");
    List<List<String>> rows = new ArrayList<>();
    for (Prediction prediction : result.predicted()) {
      Forecast forecast = prediction.forecast();
      boolean claims = forecast.claims();
      if (forecast.isOfPlan() && !claims) {
        continue; // One line below says it of both quantities.
      }
      rows.add(
          List.of(
              ForecastWords.quantity(forecast)
                  + ", from "
                  + forecast.source()
                  + ForecastWords.cost(forecast),
              claims ? ForecastWords.shown(forecast, forecast.value()) : "no claim",
              claims
                  ? ends(
                      ForecastWords.shown(forecast, forecast.low()),
                      ForecastWords.shown(forecast, forecast.high()))
                  : "",
              "was " + ForecastWords.shown(forecast, prediction.outcome()),
              claims ? ForecastWords.inside(prediction) : ""));
    }
    terminal.table(List.of("", "", "", "", ""), rows, List.of(3, 4));
    result.predicted().stream()
        .map(Prediction::forecast)
        .flatMap(forecast -> remark(forecast).stream())
        .distinct()
        .forEach(remark -> terminal.paragraph(remark, 2));
  }

  private static Optional<String> remark(Forecast forecast) {
    if (!forecast.claims()) {
      return Optional.of(
          (forecast.isOfPlan() ? "No claim of the plan: " : "No claim: ")
              + ForecastWords.reason(forecast)
              + ".");
    }
    String few = ForecastWords.few(forecast).strip();
    return few.isEmpty() ? Optional.empty() : Optional.of(few);
  }

  private static List<String> part(String name, Interval part) {
    return List.of(
        name,
        Numbers.points(part.value()),
        ends(Numbers.points(part.low()), Numbers.points(part.high())));
  }

  private static String ends(String low, String high) {
    String range = Numbers.range(low, high);
    return range.isEmpty() ? "" : range.strip();
  }

  private static String confidence(ControlResult result) {
    return Numbers.significant(100 * result.confidence()) + "%";
  }

  /** The interval as a strip of characters, all arms on one scale: --o--. */
  private static String strip(Interval mean, double low, double high) {
    int columns = 22;
    if (!Double.isFinite(mean.value()) || !(high > low)) {
      return "";
    }
    char[] strip = " ".repeat(columns).toCharArray();
    double from = Double.isFinite(mean.low()) ? mean.low() : mean.value();
    double to = Double.isFinite(mean.high()) ? mean.high() : mean.value();
    for (int i = column(from, low, high, columns); i <= column(to, low, high, columns); i++) {
      strip[i] = '-';
    }
    strip[column(mean.value(), low, high, columns)] = 'o';
    return new String(strip);
  }

  private static int column(double value, double low, double high, int columns) {
    int column = (int) Math.round((columns - 1) * (value - low) / (high - low));
    return Math.max(0, Math.min(columns - 1, column));
  }
}
