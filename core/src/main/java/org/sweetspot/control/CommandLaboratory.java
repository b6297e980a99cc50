package org.sweetspot.control;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.sweetspot.command.CommandOutcome;
import org.sweetspot.command.CommandRun;
import org.sweetspot.command.CommandTemplate;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.control.probe.RecordedReadings;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.measure.Measurement;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Evaluation.Score;

/**
 * A laboratory whose trainings are a command of the user's: what each records is the run. Noise is
 * read from the gradients that the record holds; the biases of the trained networks are those that
 * the command measured itself ({@code Recorder.biases}), and none where it did not. Curvature along
 * the way is not read.
 */
public final class CommandLaboratory implements Laboratory, AutoCloseable {
  private final Path folder;
  private final ExecutorService jobs;
  private final Map<Path, Future<Optional<CommandOutcome>>> begun = new LinkedHashMap<>();
  private volatile boolean interrupted;

  /**
   * A laboratory.
   *
   * @param folder holds a folder for each run
   * @param jobs trainings at once
   */
  public CommandLaboratory(Path folder, int jobs) {
    this.folder = folder;
    this.jobs =
        Executors.newFixedThreadPool(
            jobs,
            work -> {
              Thread thread = new Thread(work, "training by command");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public int trainingExamples(Recipe recipe) {
    return recipe.data().split().used();
  }

  @Override
  public int validationExamples(Recipe recipe) {
    return recipe.data().split().validation();
  }

  @Override
  public int testExamples(Recipe recipe) {
    return recipe.data().split().test();
  }

  @Override
  public int classes(Recipe recipe) {
    return recipe.data().source() instanceof SourceRecipe.Elsewhere data ? data.classes() : 0;
  }

  @Override
  public List<String> untrainable(Recipe baseline, Recipe recipe) {
    return new CommandTemplate(recipe.training().run()).missing(baseline, recipe);
  }

  /** Kills the commands under way; whatever the laboratory is asked then ends as interrupted. */
  public void interrupt() {
    interrupted = true;
    jobs.shutdown();
  }

  @Override
  public void ahead(List<Recipe> recipes) {
    for (Recipe recipe : recipes) {
      // asked for its outcome by train
      Future<?> unused = begin(recipe, share -> {});
    }
  }

  @Override
  public ArmRun train(Recipe recipe, DoubleConsumer progress) {
    CommandRun run = new CommandRun(folder, recipe);
    CommandOutcome outcome = finished(recipe, progress);
    Optional<Score> train = outcome.last(Split.TRAIN);
    Score chance = new Score(Double.NaN, 1.0 / Math.max(1, classes(recipe)));
    Score validation = outcome.last(Split.VALIDATION).orElse(chance);
    Score test = outcome.last(Split.TEST).orElse(chance);
    try {
      return new ArmRun(
          recipe.seed(),
          train.map(Score::loss).orElseGet(outcome::lastLoss),
          train.map(Score::accuracy).orElse(Double.NaN),
          validation.accuracy(),
          test.accuracy(),
          test.loss(),
          outcome.steps(),
          TrainingCost.of(recipe, trainingExamples(recipe), outcome.steps()).examples(),
          run.seconds(),
          outcome.diverged(),
          curve(outcome, validation, test));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Evaluations of the validation split; the last one also has the test split. */
  private static List<Evaluation> curve(CommandOutcome outcome, Score validation, Score test) {
    List<Evaluation> along =
        outcome.evaluations().stream()
            .filter(one -> one.scores().containsKey(Split.VALIDATION))
            .filter(one -> one.step() < outcome.steps())
            .toList();
    double epoch =
        outcome.evaluations().isEmpty()
            ? 0
            : outcome.evaluations().get(outcome.evaluations().size() - 1).epoch();
    Evaluation end =
        new Evaluation(
            outcome.steps(), epoch, Map.of(Split.VALIDATION, validation, Split.TEST, test));
    return Stream.concat(along.stream(), Stream.of(end)).toList();
  }

  @Override
  public List<Measurement> measure(Recipe recipe) {
    return finished(recipe, share -> {}).record().measured();
  }

  @Override
  public Readings read(Recipe recipe) {
    List<RecordedRun> records = new ArrayList<>();
    for (int i = 0; i < recipe.control().seeds(); i++) {
      records.add(finished(recipe.withSeed(recipe.seed() + i), share -> {}).record());
    }
    return RecordedReadings.of(records, trainingExamples(recipe));
  }

  private CommandOutcome finished(Recipe recipe, DoubleConsumer progress) {
    checkInterrupted();
    try {
      Optional<CommandOutcome> outcome = begin(recipe, progress).get();
      checkInterrupted();
      return outcome.orElseThrow(() -> new InterruptedExperimentException(folder));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new InterruptedExperimentException(folder);
    } catch (ExecutionException failed) {
      interrupted = true; // One failed: the others would be trained for nothing.
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      } else if (failed.getCause() instanceof IOException cause) {
        throw new UncheckedIOException(cause);
      }
      throw new IllegalStateException("training by command", failed);
    }
  }

  private synchronized Future<Optional<CommandOutcome>> begin(
      Recipe recipe, DoubleConsumer progress) {
    checkInterrupted();
    CommandRun run = new CommandRun(folder, recipe);
    Callable<Optional<CommandOutcome>> work = () -> run.carryOut(progress, () -> interrupted);
    return begun.computeIfAbsent(run.folder(), path -> jobs.submit(work));
  }

  private void checkInterrupted() {
    if (interrupted) {
      throw new InterruptedExperimentException(folder);
    }
  }

  @Override
  public void close() {
    interrupted = true;
    jobs.shutdown();
    try {
      jobs.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
