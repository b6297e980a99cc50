package org.sweetspot.app;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.monitor.MonitorReport;
import org.sweetspot.problem.Split;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunResult;
import org.sweetspot.run.RunTimes;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Evaluation.Score;
import tools.jackson.databind.json.JsonMapper;

/** What a finished run came to, for people and as JSON. */
final class RunText {
  /** Of what {@link #json} writes; raised when a reader must change. */
  private static final int SCHEMA = 1;

  private RunText() {}

  static void print(PrintWriter out, RunFolder run) {
    RunResult result = run.result().orElseThrow();
    String time = run.times().map(times -> " in " + Durations.text(times.seconds())).orElse("");
    String what = result.ending() == Ending.DIVERGED ? "Diverged" : "Trained";
    out.printf(
        Locale.ROOT,
        "%s: %s, seed %d: %d steps, %.3g epochs%s.%n",
        what,
        run.provenance().name(),
        run.provenance().seed(),
        result.step(),
        result.epoch(),
        time);
    if (result.ending() == Ending.DIVERGED) {
      out.println("The loss stopped being finite; the weights are those of the last good step.");
      out.println("A smaller training.optimizer.rate, a warm-up or training.clip may help.");
    }
    out.printf("%-12s %10s %10s%n", "", "loss", "accuracy");
    for (Split split : Split.values()) {
      Optional<Score> score = Optional.ofNullable(result.scores().get(split));
      score.ifPresent(
          s ->
              out.printf(
                  Locale.ROOT,
                  "%-12s %10.4f %10s%n",
                  split.name().toLowerCase(Locale.ROOT),
                  s.loss(),
                  percent(s.accuracy())));
    }
    out.println("Run: " + run.path());
    out.println("Next: sweetspot measure " + run.path());
  }

  static String percent(double share) {
    return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  /** The result with folder, provenance and time, and with what monitors cost where there are. */
  static String json(RunFolder run, Optional<MonitorReport> monitors) {
    RunResult result = run.result().orElseThrow();
    Map<String, Object> scores = new LinkedHashMap<>();
    for (Split split : Split.values()) {
      Optional.ofNullable(result.scores().get(split))
          .ifPresent(score -> scores.put(split.name().toLowerCase(Locale.ROOT), score));
    }
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("schema", SCHEMA);
    root.put("run", run.path().toString());
    root.put("ending", result.ending().name().toLowerCase(Locale.ROOT));
    root.put("steps", result.step());
    root.put("epochs", result.epoch());
    root.put("seconds", run.times().map(RunTimes::seconds).orElse(0.0));
    root.put("scores", scores);
    root.put("weightsHash", result.weightsHash());
    monitors.ifPresent(report -> root.put("monitors", MonitorText.json(report)));
    root.put("provenance", run.provenance().words());
    return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }
}
