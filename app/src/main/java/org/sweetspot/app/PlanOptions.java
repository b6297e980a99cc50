package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.KnownBaseline;
import org.sweetspot.control.KnownBaseline.Counts;
import org.sweetspot.control.UntrainedPlan;
import org.sweetspot.control.emit.Library;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.diagnosis.record.RecordedFolder;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.report.UntrainedPlanJson;
import org.sweetspot.report.UntrainedPlanText;
import org.sweetspot.run.RunFolder;
import picocli.CommandLine.Option;

/** Options of {@code control} about the plan: without training, and in the words of a library. */
final class PlanOptions {
  @Option(
      names = "--plan-only",
      description = "Predict and plan from runs that are there (--from), and train nothing.")
  private boolean planOnly;

  @Option(
      names = "--from",
      paramLabel = "RUN",
      description =
          "With --plan-only: a recorded or finished run of the baseline; repeatable, one a seed.")
  private List<Path> from = new ArrayList<>();

  @Option(
      names = "--emit",
      paramLabel = "LIBRARY",
      description =
          "Write the plan as settings of pytorch, lightning, huggingface, keras or optax, too.")
  private @Nullable String emit;

  /** Complains about what does not go together. */
  void check() {
    if (planOnly == from.isEmpty()) {
      throw new UserException(
          planOnly ? "--plan-only" : "--from",
          "both of --plan-only and --from RUN, or neither",
          planOnly ? "no --from" : "no --plan-only",
          planOnly ? "name a recorded run of the baseline" : "add --plan-only");
    }
    library();
  }

  boolean isPlanOnly() {
    return planOnly;
  }

  private Optional<Library> library() {
    if (emit == null) {
      return Optional.empty();
    }
    Optional<Library> library = Library.of(emit);
    if (library.isEmpty()) {
      String all =
          Arrays.stream(Library.values()).map(Library::id).collect(Collectors.joining(", "));
      throw new UserException("--emit", "one of " + all, emit, "write one of these words");
    }
    return library;
  }

  /** Writes the plan's lines for the library that was named, beside the plan, and shows them. */
  String emit(Recipe plan, int examples, Path folder, PrintWriter out) throws IOException {
    Optional<Library> library = library();
    if (library.isEmpty()) {
      return "";
    }
    String lines = library.get().lines(plan, examples);
    Path file = folder.resolve("plan-" + library.get().id() + ".py");
    AtomicFile.write(file, lines);
    out.println();
    out.println("For " + library.get().id() + " (" + file + "):");
    lines.lines().forEach(line -> out.println("  " + line));
    return lines;
  }

  /** Plans without training. */
  void plan(RecipeFile file, Path folder, ResultOptions results, PrintWriter out)
      throws IOException {
    Recipe recipe = file.absolute();
    KnownBaseline known = known(recipe, file.folder());
    List<LedgerEntry> ledger = MachineLedger.all();
    UntrainedPlan plan = InputChecks.of(() -> UntrainedPlan.of(recipe, known, ledger));
    Files.createDirectories(folder);
    AtomicFile.write(folder.resolve("plan.yaml"), RecipeWriter.write(plan.plan()));
    out.print(UntrainedPlanText.of(plan));
    String emitted = emit(plan.plan(), known.trainingExamples(plan.plan()), folder, out);
    out.println("Recipe: " + folder.resolve("plan.yaml"));
    out.flush();
    results.write(UntrainedPlanJson.write(plan, emitted));
  }

  private KnownBaseline known(Recipe recipe, Path folder) throws IOException {
    Counts counts = Counts.of(recipe);
    if (!recipe.training().isCommand()) {
      DataSet data = DataLoader.load(recipe.data(), folder);
      counts =
          new Counts(
              data.train().count(),
              Math.max(1, data.validation().count()),
              Math.max(1, data.test().count()),
              data.train().classes());
    }
    List<RecordedRun> records = new ArrayList<>();
    List<RunFolder> runs = new ArrayList<>();
    for (Path path : from) {
      RecordedFolder recorded = recorded(path);
      if (recorded.exists()) {
        records.add(recorded.read());
      } else if (new RunFolder(path).exists()) {
        runs.add(new RunFolder(path));
      } else {
        throw new UserException(
            "--from " + path,
            "the folder of a recorded or finished run",
            Files.isDirectory(path) ? "a folder without one" : "no such folder",
            "record the training with sweetspot.Recorder (docs/recorded-runs.md)");
      }
    }
    if (!records.isEmpty() && !runs.isEmpty()) {
      throw new UserException(
          "--from", "recorded runs or runs of this program", "both", "name runs of one kind");
    }
    return records.isEmpty()
        ? KnownBaseline.ofRuns(recipe, counts, runs)
        : KnownBaseline.of(recipe, counts, records);
  }

  /** The record itself, or that of a run by command. */
  private static RecordedFolder recorded(Path path) {
    RecordedFolder inside = new RecordedFolder(path.resolve("record"));
    return inside.exists() ? inside : new RecordedFolder(path);
  }
}
