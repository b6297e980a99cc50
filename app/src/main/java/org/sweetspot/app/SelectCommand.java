package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetspot.generalization.study.Selection;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.report.SelectionText;
import org.sweetspot.report.StoppingText;
import org.sweetspot.run.RunFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sweetspot select RUNS}: the run to keep without validation data. */
@Command(
    name = "select",
    mixinStandardHelpOptions = true,
    description = {
      "Which of these runs to keep, without looking at labels that were held out: by the measure",
      "whose choices cost least on this grid, judged on axes that it was not chosen by.",
      "Says so where that is no better than a draw. The grid's own test errors teach the measure.",
      "Of one run: when it should have stopped, by its gradient's noise alone, or that it cannot",
      "tell."
    },
    footer = {
      "",
      "Example: sweetspot select studies/digits-grid/runs",
      "         sweetspot select runs/large-batch"
    })
final class SelectCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;

  @Parameters(
      paramLabel = "RUNS",
      description = "A folder of finished runs, or one run with snapshots.")
  private Path runs = Path.of("");

  @Override
  public Integer call() throws IOException {
    results.check();
    if (new RunFolder(runs).exists()) {
      return stop(new RunFolder(runs));
    }
    Map<String, String> failures = new LinkedHashMap<>();
    StudyTable table;
    try (Progress progress = output.progress("Measuring")) {
      table = FinishedRuns.table(runs, progress, failures);
    }
    if (table.axes().isEmpty() || table.size() < 2) {
      throw new UserException(
          runs.toString(),
          "runs whose recipes differ in more than their seed",
          table.size() + " runs of " + (table.axes().isEmpty() ? "one recipe" : "a grid"),
          "train a grid: sweetspot study --help");
    }
    List<String> candidates =
        table.measures().stream().filter(name -> !StudyMeasures.REFERENCES.contains(name)).toList();
    Optional<Selection> selection = Selection.of(table, candidates);
    output.out().print(SelectionText.of(table, selection, output.width()));
    output.out().flush();
    results.write(SelectionText.json(table, selection));
    return 0;
  }

  /** One run alone: which of its states to keep. */
  private int stop(RunFolder folder) throws IOException {
    EarlyStopping stopping;
    try (Progress progress = output.progress("Measuring")) {
      stopping = EarlyStopping.of(folder);
    }
    output.out().print(StoppingText.of(stopping.evidence(), stopping.losses(), output.width()));
    output.out().flush();
    results.write(StoppingText.json(stopping.evidence(), stopping.losses()));
    return 0;
  }
}
