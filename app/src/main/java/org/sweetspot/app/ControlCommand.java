package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.CommandLaboratory;
import org.sweetspot.control.ControlExperiment;
import org.sweetspot.control.ControlResult;
import org.sweetspot.control.InterruptedExperimentException;
import org.sweetspot.control.Laboratory;
import org.sweetspot.control.RunLaboratory;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.prediction.LedgerEntry;
import org.sweetspot.control.prediction.Prediction;
import org.sweetspot.data.DataLoader;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.report.ControlReport;
import org.sweetspot.report.ControlText;
import org.sweetspot.report.Pictures;
import org.sweetspot.report.ResultJson;
import org.sweetspot.run.Provenance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sweetspot control RECIPE}: change the training, keep the bias. */
@Command(
    name = "control",
    mixinStandardHelpOptions = true,
    description = {
      "Change the training and keep its bias: the cost, its causes, the recipe.",
      "Tries the change over paired seeds and says what it costs in accuracy, how much of that"
          + " comes",
      "from the number of steps and how much remains at equal steps, and which recipe wins it"
          + " back.",
      "Writes report.html, plan.yaml (ready to train) and result.json into reports/NAME or --out.",
      "An experiment that was stopped does not train again what it had trained."
    },
    footer = {
      "",
      "Example: sweetspot control examples/large-batch.yaml",
      "         sweetspot control mine.yaml --change batch=2048 --seeds 5",
      "         sweetspot control mine.yaml --change batch=x16 --change budget=50%%",
      "         sweetspot control mine.yaml --change precision=mxfp4 --by-layer --limit 0.5"
    })
final class ControlCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;
  @Mixin private RecipeOptions recipes;
  @Mixin private PlanOptions plans;
  @Mixin private LayerOptions layers;

  @Option(
      names = "--change",
      paramLabel = "KEY=VALUE",
      description = {
        "The wanted change; otherwise the recipe's control.change. Repeatable; batch, lr, budget,",
        "data, optimizer, width, depth, schedule, decay, smoothing, clip, momentum, accumulation,",
        "normalization, augmentation, averaging, warm-up, or any key such as training.clip; the",
        "value as in the recipe, or x16 or 50%% of what it was."
      })
  private List<String> changes = new ArrayList<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Number of paired seeds; otherwise the recipe's control.seeds.")
  private @Nullable Integer seeds;

  @Option(
      names = "--jobs",
      paramLabel = "N",
      defaultValue = "1",
      description = "Trainings at once, where a command of yours trains (default: 1).")
  private int jobs;

  @Option(names = "--png", description = "Also write each picture of the report as a PNG file.")
  private boolean png;

  @Override
  public Integer call() throws IOException {
    RecipeFile file = read();
    results.check();
    if (jobs < 1) {
      throw new UserException("--jobs", "at least 1", jobs, "write for instance --jobs 2");
    }
    Path folder = results.folder(Path.of("reports").resolve(file.recipe().name()));
    plans.check();
    layers.check();
    if (plans.isPlanOnly()) {
      plans.plan(file, folder, results, output.out());
      return 0;
    }
    if (file.recipe().training().isCommand() && layers.isByLayer()) {
      throw new UserException(
          "--by-layer",
          "a training by the program's own engine, whose gradients can be read",
          "training.kind: command",
          "leave --by-layer out");
    }
    if (file.recipe().training().isCommand()) {
      return byCommand(file.absolute(), folder);
    }
    Workplace workplace = Workplace.of(file);
    requireClasses(workplace);
    RunLaboratory laboratory =
        new RunLaboratory(
            folder.resolve("runs"),
            workplace.engine(),
            recipe -> DataLoader.load(recipe, file.folder()));
    PrintWriter out = output.out();
    try (Interruption interruption = new Interruption(laboratory::interrupt)) {
      if (layers.isByLayer()) {
        layers.run(
            workplace.recipe(),
            workplace.provenance().words(),
            laboratory,
            folder,
            output,
            results);
        return 0;
      }
      ControlResult result =
          run(workplace.recipe(), workplace.provenance().words(), laboratory, folder);
      write(result, laboratory.trainingExamples(result.plan()), folder, out);
      return 0;
    } catch (InterruptedExperimentException stopped) {
      return stopped(folder, out);
    }
  }

  private static int stopped(Path folder, PrintWriter out) {
    out.println("Stopped; what was trained is in " + folder + ". The same command goes on.");
    out.flush();
    return Interruption.CODE;
  }

  /** A training that a command of the user's carries out. */
  private int byCommand(Recipe recipe, Path folder) throws IOException {
    Provenance provenance = Provenance.of(recipe, "of the command", "command");
    PrintWriter out = output.out();
    try (CommandLaboratory laboratory = new CommandLaboratory(folder.resolve("runs"), jobs);
        Interruption interruption = new Interruption(laboratory::interrupt)) {
      ControlResult result = run(recipe, provenance.words(), laboratory, folder);
      write(result, laboratory.trainingExamples(result.plan()), folder, out);
      return 0;
    } catch (InterruptedExperimentException stopped) {
      return stopped(folder, out);
    }
  }

  /** A gap is measured in points of accuracy, which only classifiers have. */
  private static void requireClasses(Workplace workplace) {
    try (Problem problem = workplace.open()) {
      if (problem.ability(Outputs.class).isEmpty()) {
        throw new UserException(
            "control",
            "a classifier, for gaps are measured in points of accuracy",
            "targets that are not one class for each example",
            "train both recipes over several seeds with sweetspot train, and compare the runs with"
                + " sweetspot compare");
      }
    }
  }

  private ControlResult run(
      Recipe recipe, Map<String, String> provenance, Laboratory laboratory, Path folder)
      throws IOException {
    List<LedgerEntry> ledger = MachineLedger.all();
    try (Progress progress = output.progress("Experiment")) {
      ControlExperiment experiment =
          new ControlExperiment(
              laboratory,
              new ExperimentDisplay(progress, folder.resolve("predicted.json")),
              provenance,
              CorrectionCatalogue.SHIPPED,
              ledger);
      return InputChecks.of(() -> experiment.run(recipe));
    }
  }

  private void write(ControlResult result, int examples, Path folder, PrintWriter out)
      throws IOException {
    Files.createDirectories(folder);
    Path page = folder.resolve("report.html");
    Path plan = folder.resolve("plan.yaml");
    String recipe = RecipeWriter.write(result.plan());
    AtomicFile.write(plan, recipe);
    ControlReport.write(result, recipe, page);
    String json = ResultJson.control(result, page.toString());
    AtomicFile.write(folder.resolve("result.json"), json);
    results.write(json);
    List<Path> pictures = png ? Pictures.write(result, folder.resolve("pictures")) : List.of();
    MachineLedger.add(
        result.predicted().stream()
            .map(Prediction::entry)
            .filter(LedgerEntry::isComplete)
            .distinct()
            .toList());
    out.print(ControlText.of(result, output.width(), output.isTerminal()));
    plans.emit(result.plan(), examples, folder, out);
    out.println();
    out.println("Report: " + page);
    if (png) {
      out.println("Pictures: " + pictures.size() + " in " + folder.resolve("pictures"));
    }
    out.println("Recipe: " + plan + " (sweetspot train " + plan + ")");
  }

  /** The recipe with the change that was asked for, if one was. */
  private RecipeFile read() {
    List<String> settings = new ArrayList<>(layers.settings());
    if (seeds != null) {
      settings.add("control.seeds=" + seeds);
    }
    RecipeFile file = recipes.read(settings);
    if (changes.isEmpty()) {
      return file;
    }
    Recipe recipe = file.recipe();
    ChangeRecipe change = ChangeRecipe.parse(changes);
    return new RecipeFile(recipe.withControl(recipe.control().withChange(change)), file.folder());
  }
}
