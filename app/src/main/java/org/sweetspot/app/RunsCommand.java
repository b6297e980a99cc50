package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.sweetspot.problem.Split;
import org.sweetspot.run.IndexedRun;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunIndex;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweetspot runs}: what has been trained here. */
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    description = {
      "List the runs of a folder from its index, and how good they were.",
      "Trainings that were recorded in Python stand behind them."
    },
    footer = {"", "Example: sweetspot runs"})
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description = "A folder that holds runs at any depth; runs if none is given.")
  private Path folder = Workplace.runs();

  @Option(names = "--rebuild", description = "Make the index anew from the runs' folders.")
  private boolean rebuild;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (!Files.isDirectory(folder)) {
      throw new UserException(
          folder.toString(),
          "a folder with runs",
          "no such folder",
          "train something first, for instance sweetspot train examples/large-batch.yaml");
    }
    List<IndexedRun> runs;
    SortedMap<RunFolder, String> damaged;
    try (RunIndex index = RunIndex.open(folder)) {
      if (rebuild) {
        index.rebuild();
      }
      runs = index.all();
      damaged = index.damaged();
    }
    RecordedRuns recorded = RecordedRuns.below(folder);
    print(out, runs, recorded.rows());
    damaged.forEach(
        (run, problem) -> {
          out.println("Left out, since a file of it is damaged: " + run.path());
          problem.lines().forEach(line -> out.println("  " + line));
        });
    recorded.damaged().forEach(problem -> out.println("Left out, no record: " + problem));
    out.flush();
    return 0;
  }

  private static void print(
      PrintWriter out, List<IndexedRun> runs, List<RecordedRuns.Row> recorded) {
    int width =
        Stream.concat(
                runs.stream().map(run -> run.folder().path()),
                recorded.stream().map(RecordedRuns.Row::path))
            .mapToInt(path -> path.toString().length())
            .max()
            .orElse(4);
    // One text: a writer that flushes each line would be most of the time of ten thousand runs.
    StringBuilder lines = new StringBuilder();
    String form = "%-" + width + "s  %6s  %-11s  %8s  %8s%n";
    lines.append(String.format(form, "run", "seed", "state", "steps", "test"));
    for (IndexedRun run : runs) {
      Object[] row = {
        run.folder().path(),
        run.provenance().seed(),
        run.result()
            .map(result -> result.ending().name().toLowerCase(java.util.Locale.ROOT))
            .orElse("unfinished"),
        run.result().map(result -> Long.toString(result.step())).orElse("-"),
        run.result()
            .filter(result -> result.scores().containsKey(Split.TEST))
            .map(result -> RunText.percent(score(result)))
            .orElse("-")
      };
      lines.append(String.format(form, row));
    }
    for (RecordedRuns.Row row : recorded) {
      String test = Double.isNaN(row.test()) ? "-" : RunText.percent(row.test());
      lines.append(String.format(form, row.path(), "-", row.state(), row.steps(), test));
    }
    out.print(lines);
  }

  private static double score(org.sweetspot.run.RunResult result) {
    var score = result.scores().get(Split.TEST);
    return score == null ? Double.NaN : score.accuracy();
  }
}
