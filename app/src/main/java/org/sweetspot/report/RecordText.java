package org.sweetspot.report;

import java.util.Locale;
import org.sweetspot.diagnosis.Diagnosis;
import org.sweetspot.diagnosis.check.Finding;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Where a recorded training stands, in a few lines. */
public final class RecordText {
  private static final int RECENT = 50;

  private RecordText() {}

  /** The latest numbers, then what the diagnosis finds. */
  public static String of(RecordedRun run, Diagnosis diagnosis, int width) {
    Terminal terminal = new Terminal(width, false);
    if (run.size() == 0) {
      terminal.paragraph("No updates yet.", 0);
      return terminal.text();
    }
    Entry last = run.steps().get(run.size() - 1);
    double[] recent = Series.part(run.series("loss"), run.size() - RECENT, run.size());
    double[] norms = Series.finite(run.series("gradient.norm"));
    terminal.paragraph(
        String.format(
            Locale.ROOT,
            "update %.0f%s: loss %.4g (mean of the last %d %.4g), rate %.3g, gradient norm %.3g",
            last.number("step"),
            run.ended() ? ", ended" : "",
            last.number("loss"),
            recent.length,
            Series.mean(recent),
            Series.largest(last.numbers("rate")),
            norms.length == 0 ? Double.NaN : norms[norms.length - 1]),
        0);
    if (!run.evaluations().isEmpty()) {
      Entry evaluation = run.evaluations().get(run.evaluations().size() - 1);
      terminal.paragraph(
          String.format(
              Locale.ROOT,
              "%s at update %.0f: loss %.4g, accuracy %.4g",
              evaluation.text("name"),
              evaluation.number("step"),
              evaluation.number("loss"),
              evaluation.number("accuracy")),
          0);
    }
    for (Finding finding : diagnosis.findings()) {
      terminal.paragraph(
          finding.severity().name().toLowerCase(Locale.ROOT)
              + ": "
              + FindingWords.sentence(finding),
          0);
    }
    return terminal.text();
  }
}
