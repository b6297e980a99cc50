package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.generalization.study.Grid;
import org.sweetspot.generalization.study.GridReader;
import org.sweetspot.generalization.study.Study;
import org.sweetspot.generalization.study.StudyTable;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.report.StudyJson;
import org.sweetspot.report.StudyReport;
import org.sweetspot.report.StudyText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sweetspot study GRID}: which measure explains generalization over a grid of runs. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = {
      "Understand: train a grid of runs, measure each, and say which measure goes along with the",
      "generalization gap, which does not beat the baselines, and what cannot be told.",
      "Each run has a process of its own; the same command goes on after a kill."
    },
    footer = {
      "",
      "Example: sweetspot study examples/digits-grid.yaml --jobs 2",
      "         sweetspot study --from studies/digits-grid/runs"
    })
final class StudyCommand implements Callable<Integer> {
  private static final int MOST_PORT = 65535;

  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;

  @Parameters(
      arity = "0..1",
      paramLabel = "GRID",
      description = "The grid's YAML file: a recipe, axes, seeds (docs/studies.md).")
  private @Nullable Path file;

  @Option(
      names = "--from",
      paramLabel = "RUNS",
      description = "A folder of finished runs instead of a grid: what differs in their recipes.")
  private @Nullable Path from;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      description = "Runs at a time; half the processors if not given.")
  private @Nullable Integer jobs;

  @Option(
      names = "--store",
      paramLabel = "URL",
      description = {
        "Where it is kept who carries out which run: a file beside the runs, unless a database is",
        "given that several machines share: jdbc:postgresql://HOST/DATABASE?user=U&password=P."
      })
  private @Nullable String store;

  @Option(
      names = "--serve",
      paramLabel = "PORT",
      description = "Show the report while it comes, to browsers on this machine; 0: any port.")
  private @Nullable Integer serve;

  @Option(
      names = "--cluster",
      paramLabel = "URL",
      description = {
        "Carry the runs out on a cluster: spark://HOST:PORT, or local-cluster[2,1,1024] to try it",
        "(spark/README.md). The runs' folder must be shared."
      })
  private @Nullable String cluster;

  @Override
  public Integer call() throws IOException {
    results.check();
    if ((file == null) == (from == null)) {
      throw new UserException(
          "study",
          "a grid, or --from with a folder of runs",
          file == null ? "neither" : "both",
          "give one of them: sweetspot study examples/digits-grid.yaml");
    }
    if (serve != null && (serve < 0 || serve > MOST_PORT)) {
      throw new UserException("--serve", "a port, 0 to 65535", serve, "give 0 for any free one");
    }
    if (jobs != null && jobs < 1) {
      throw new UserException("--jobs", "at least 1", jobs, "give how many runs at a time");
    }
    return from == null ? grid(Objects.requireNonNull(file)) : runs(from);
  }

  private int grid(Path path) throws IOException {
    Grid grid = GridReader.read(path);
    StudyMeasures.chosen(grid.measures());
    List<Grid.Cell> cells = grid.cells();
    for (Grid.Cell cell : cells) {
      // A mistake in a late cell is cheaper to find before the first one is trained.
      RecipeReader.read(grid.recipe(), cell.overrides());
    }
    String name = String.valueOf(path.getFileName()).replaceFirst("\\.ya?ml$", "");
    Path folder = results.folder(Path.of("studies", name));
    Files.createDirectories(folder);
    String url = store == null ? "jdbc:sqlite:" + folder.resolve("grid.sqlite") : store;
    try (StudyRuns runs = StudyRuns.open(path, grid, folder.resolve("runs"), url)) {
      if (!carriedOut(runs, name)) {
        output.out().println("Stopped. The same command goes on from there.");
        output.out().flush();
        return Interruption.CODE;
      }
      report(folder, name, runs.table(), runs.failures());
    }
    return 0;
  }

  /** Whether every run is settled; otherwise it was stopped. */
  private boolean carriedOut(StudyRuns runs, String name) throws IOException {
    StudyPool pool = new StudyPool(runs, workers());
    Optional<StudyCluster> there = Optional.ofNullable(cluster).map(StudyCluster::of);
    boolean[] stopped = new boolean[1];
    try (Interruption interruption =
            new Interruption(
                () -> {
                  stopped[0] = true;
                  there.ifPresentOrElse(StudyCluster::stop, pool::stop);
                });
        StudyServer server = serve == null ? null : served(runs, name, serve);
        Progress progress = output.progress("Study of " + runs.size() + " runs")) {
      if (server != null) {
        progress.say("The report as far as it is: " + server.address());
      }
      if (there.isPresent()) {
        there.get().carryOut(runs, progress);
      } else {
        pool.carryOut(progress);
      }
    }
    return !stopped[0];
  }

  private static StudyServer served(StudyRuns runs, String name, int port) throws IOException {
    LiveStudy live = new LiveStudy(name, runs);
    return new StudyServer(port, live::page, live::progress);
  }

  private int runs(Path path) throws IOException {
    Path folder = results.folder(Path.of("studies", "from-" + path.toAbsolutePath().getFileName()));
    StudyTable table;
    Map<String, String> failures = new LinkedHashMap<>();
    try (Progress progress = output.progress("Measuring")) {
      table = FinishedRuns.table(path, progress, failures);
    }
    report(folder, path.toString(), table, failures);
    return 0;
  }

  private int workers() {
    return jobs == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : jobs;
  }

  private void report(Path folder, String name, StudyTable table, Map<String, String> failures)
      throws IOException {
    if (table.size() < 2) {
      throw new UserException(
          name,
          "at least two finished runs",
          table.size() + "; " + failures.values().stream().findFirst().orElse("no others began"),
          "mend the first of them");
    }
    Study study = StudyMeasures.study(table);
    Files.createDirectories(folder);
    Path page = folder.resolve("report.html");
    AtomicFile.write(page, StudyReport.html(name, study, failures));
    String json = StudyJson.of(study, failures.size(), page.toString());
    AtomicFile.write(folder.resolve("study.json"), json);
    PrintWriter out = output.out();
    out.print(StudyText.of(name, study, failures, output.width()));
    out.println("Report: " + page);
    out.flush();
    results.write(json);
  }
}
