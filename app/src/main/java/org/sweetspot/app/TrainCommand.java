package org.sweetspot.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sweetspot.monitor.MonitorReport;
import org.sweetspot.monitor.MonitorView;
import org.sweetspot.monitor.Monitoring;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.run.Run;
import org.sweetspot.run.RunIndex;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Observer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweetspot train RECIPE}: one run. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Carry out a recipe: one run, in a folder of its own.",
      "The folder is runs/NAME-seedN, or --out.",
      "An unfinished run in that folder goes on where it stopped, even after kill -9."
    },
    footer = {
      "",
      "Example: sweetspot train examples/large-batch.yaml --seed 3 --set training.batch=64",
      "         sweetspot train examples/large-batch.yaml --monitor all --overhead 5%% --live"
    })
final class TrainCommand implements Callable<Integer> {
  private final List<Observer> watchers;

  @Spec private CommandSpec spec;
  @Mixin private OutputOptions output;
  @Mixin private ResultOptions results;
  @Mixin private RecipeOptions recipes;
  @Mixin private MonitorOptions monitors;

  @Option(
      names = "--print-recipe",
      description = "Print the whole recipe with its defaults, and train nothing.")
  private boolean printRecipe;

  TrainCommand() {
    this(Surroundings.USUAL.watchers());
  }

  TrainCommand(List<Observer> watchers) {
    this.watchers = List.copyOf(watchers);
  }

  @Override
  public Integer call() throws IOException {
    RecipeFile file = recipes.read(List.of());
    if (printRecipe) {
      spec.commandLine().getOut().print(RecipeWriter.write(file.recipe()));
      return 0;
    }
    results.check();
    monitors.check();
    Recipe recipe = file.recipe();
    Path usual = Workplace.runs().resolve(recipe.name() + "-seed" + recipe.seed());
    Path folder = results.folder(usual);
    if (recipe.training().isCommand()) {
      return CommandTraining.run(file.absolute(), folder, output);
    }
    Workplace workplace = Workplace.of(file);
    Run run = new Run(folder, workplace.recipe(), workplace.provenance());
    PrintWriter out = output.out();
    if (!workplace.data().notes().isEmpty()) {
      out.println("Data: " + String.join("; ", workplace.data().notes()) + ".");
    }
    Optional<MonitorReport> cost;
    try (Interruption interruption = new Interruption(run::interrupt);
        Problem problem = workplace.open()) {
      Optional<Monitoring> monitoring =
          monitors.monitoring(
              workplace.recipe(), monitors.live() ? output.live() : MonitorView.NONE);
      Ending ending = train(run, problem, monitoring);
      cost = monitoring.map(Monitoring::report);
      if (ending == Ending.INTERRUPTED) {
        out.println(
            "Stopped; the state is in " + folder + ". The same command goes on from there.");
        out.flush();
        return Interruption.CODE;
      }
    }
    if (folder.equals(usual)) {
      try (RunIndex index = RunIndex.open(Workplace.runs())) {
        index.put(run.folder());
      }
    }
    RunText.print(out, run.folder());
    cost.filter(report -> !report.monitors().isEmpty())
        .ifPresent(report -> MonitorText.print(out, report));
    results.write(RunText.json(run.folder(), cost));
    return 0;
  }

  private Ending train(Run run, Problem problem, Optional<Monitoring> monitoring) {
    List<Observer> observers = new ArrayList<>();
    monitoring.ifPresent(observers::add);
    try (Progress progress = monitors.live() ? Progress.SILENT : output.progress("Training")) {
      observers.add(new TrainingProgress(progress));
      observers.addAll(watchers);
      return run.carryOut(problem, observers);
    } finally {
      monitoring.ifPresent(Monitoring::close);
    }
  }
}
