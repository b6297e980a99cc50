package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.monitor.Figure;
import org.sweetspot.monitor.MonitorSample;
import org.sweetspot.monitor.MonitorView;
import org.sweetspot.problem.Split;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.StepReport;

/**
 * The few numbers that matter while a training runs: a few lines redrawn in place on a terminal,
 * one line now and then elsewhere.
 */
final class LiveView implements MonitorView {
  private static final double REDRAW = 0.25;
  private static final double FIRST_LINE = 2;
  private static final double NEXT_LINE = 10;
  private static final double SHARE = 0.01;
  private static final double NEAR = 0.1;

  private final PrintWriter err;
  private final boolean terminal;
  private final int width;
  private final LongSupplier nanoseconds;
  private final long start;
  private final Sparkline loss = new Sparkline();
  private final Sparkline accuracy = new Sparkline();
  private final Sparkline ratio = new Sparkline();
  private final Sparkline noise = new Sparkline();
  private String accuracyText = "";
  private String sharpnessText = "";
  private String noiseText = "";
  private @Nullable StepReport last;
  private double next;
  private double smooth = Double.NaN;
  private int drawn;

  /**
   * Starts the clock.
   *
   * @param nanoseconds a clock
   */
  LiveView(PrintWriter err, boolean terminal, int width, LongSupplier nanoseconds) {
    this.err = err;
    this.terminal = terminal;
    this.width = width;
    this.nanoseconds = nanoseconds;
    this.start = nanoseconds.getAsLong();
    this.next = terminal ? 0 : FIRST_LINE;
  }

  @Override
  public void stepped(StepReport report) {
    last = report;
    smooth = Double.isNaN(smooth) ? report.loss() : 0.9 * smooth + 0.1 * report.loss();
    loss.add(report.progress(), smooth);
    double now = seconds();
    if (now >= next) {
      show(report);
      double after = seconds();
      // Drawing shares the monitors' time, so a slow terminal is drawn on less often.
      next = after + Math.max(terminal ? REDRAW : NEXT_LINE, (after - now) / SHARE);
    }
  }

  @Override
  public void evaluated(Evaluation evaluation) {
    Optional<Split> split =
        List.of(Split.VALIDATION, Split.TEST, Split.TRAIN).stream()
            .filter(one -> evaluation.scores().containsKey(one))
            .findFirst();
    split.ifPresent(
        one -> {
          double share = evaluation.score(one).accuracy();
          accuracyText =
              RunText.percent(share) + " of the " + one.name().toLowerCase(Locale.ROOT) + " split";
          accuracy.add(last == null ? 0 : last.progress(), share);
        });
  }

  @Override
  public void read(String monitor, long step, MonitorSample reading) {
    if (monitor.equals("sharpness")) {
      reading.find("edge-ratio").ifPresent(edge -> sharpness(reading, edge));
    } else if (monitor.equals("noise-scale")) {
      reading
          .find("noise-scale")
          .ifPresent(
              figure -> {
                noiseText = number(figure.value()) + " +- " + number(figure.error()) + " examples";
                noise.add(progress(), figure.value());
              });
    }
  }

  private void sharpness(MonitorSample reading, Figure edge) {
    // Adaptive optimizers are judged by their preconditioned Hessian.
    Figure lambda =
        reading.find("preconditioned-lambda-max").or(() -> reading.find("lambda-max")).orElse(edge);
    String word =
        edge.value() < 1 - NEAR
            ? "below the edge"
            : edge.value() <= 1 + NEAR ? "at the edge" : "beyond the edge";
    sharpnessText =
        String.format(
            Locale.ROOT,
            "%s +- %s of %s: %s",
            number(lambda.value()),
            number(lambda.error()),
            number(lambda.value() / edge.value()),
            word);
    ratio.add(progress(), edge.value());
  }

  @Override
  public void ended() {
    if (terminal && last != null) {
      show(last);
    }
  }

  private void show(StepReport report) {
    double share = report.progress();
    double gone = seconds();
    String left =
        share > 0 && share < 1
            ? ", about " + Durations.text(gone * (1 - share) / share) + " left"
            : "";
    String head =
        String.format(
            Locale.ROOT, "Training: %.0f %% after %s%s", 100 * share, Durations.text(gone), left);
    if (!terminal) {
      err.println(head + ", " + String.join(", ", words(report)));
      err.flush();
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(head + ", step " + report.step());
    lines.add(line("loss", number(smooth), loss));
    if (!accuracyText.isEmpty()) {
      lines.add(line("accuracy", accuracyText, accuracy));
    }
    if (!sharpnessText.isEmpty()) {
      lines.add(line("lambda max", sharpnessText, ratio));
    }
    if (!noiseText.isEmpty()) {
      lines.add(line("noise scale", noiseText, noise));
    }
    redraw(lines);
  }

  private List<String> words(StepReport report) {
    List<String> words = new ArrayList<>();
    words.add("step " + report.step());
    words.add("loss " + number(smooth));
    if (!accuracyText.isEmpty()) {
      words.add("accuracy " + accuracyText);
    }
    if (!sharpnessText.isEmpty()) {
      words.add("lambda max " + sharpnessText);
    }
    if (!noiseText.isEmpty()) {
      words.add("noise scale " + noiseText);
    }
    return words;
  }

  private void redraw(List<String> lines) {
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[").append(drawn).append('A');
    }
    for (String line : lines) {
      String shown = line.length() < width ? line : line.substring(0, width - 1);
      text.append("\r\u001b[2K").append(shown).append('\n');
    }
    drawn = lines.size();
    err.print(text);
    err.flush();
  }

  private static String line(String name, String value, Sparkline curve) {
    return String.format(Locale.ROOT, "  %-12s %-46s %s", name, value, curve.text());
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }

  private double progress() {
    return last == null ? 0 : last.progress();
  }

  private double seconds() {
    return (nanoseconds.getAsLong() - start) * 1e-9;
  }
}
