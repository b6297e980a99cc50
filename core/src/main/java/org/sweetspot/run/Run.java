package org.sweetspot.run;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sweetspot.data.DataSet;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeWriter;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Engine;
import org.sweetspot.training.Observer;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterVector;

/**
 * Carries a recipe out in a folder.
 *
 * <p>An empty folder is begun; one that holds an unfinished run of the same recipe and data is gone
 * on with from its last whole checkpoint; one that holds a finished run is left as it is. Whatever
 * was written after the checkpoint is cut off and made again, so that however often and wherever
 * the process was killed, weights, metrics, snapshots and result are bit for bit those of a run
 * that never stopped, on the same platform and unless the recipe counts in seconds. One process at
 * a time holds a folder.
 */
public final class Run {
  private static final Logger LOGGER = System.getLogger(Run.class.getName());

  private final RunFolder folder;
  private final Recipe recipe;
  private final Provenance provenance;
  private volatile boolean interrupted;
  private volatile @Nullable Training training;

  /**
   * A run in a folder; nothing is touched yet.
   *
   * @param path the folder; made if it is not there
   * @param provenance of this process: {@link Provenance#of}
   */
  public Run(Path path, Recipe recipe, Provenance provenance) {
    this.folder = new RunFolder(path);
    this.recipe = recipe;
    this.provenance = provenance;
  }

  /**
   * Carries a recipe out from its first step to its result, or goes on where it was left.
   *
   * @return the finished run's folder
   */
  public static RunFolder finish(
      Path path, Recipe recipe, Engine engine, DataSet data, List<? extends Observer> observers) {
    Run run = new Run(path, recipe, Provenance.of(recipe, data.hash(), engine.name()));
    try (Problem problem = engine.open(recipe, data, new Seed(recipe.seed()))) {
      run.carryOut(problem, observers);
    }
    return run.folder;
  }

  /** Whether a process, this one or another, carries out a run in a folder right now. */
  public static boolean isHeld(Path path) {
    Path file = new RunFolder(path).lockFile();
    if (!Files.exists(file)) {
      return false;
    }
    try (RunLock lock = RunLock.hold(file)) {
      return false;
    } catch (RunException held) {
      return true;
    } catch (IOException broken) {
      throw RunException.writing(path, broken);
    }
  }

  /** The folder. */
  public RunFolder folder() {
    return folder;
  }

  /**
   * Trains until the result is there or {@link #interrupt} is called. The problem ends with the
   * resulting weights, also where the run was finished before.
   *
   * @param problem freshly opened from the recipe, with its initial weights
   * @throws RunException if the folder is held by another process, holds another run, or can't be
   *     written
   */
  public Ending carryOut(Problem problem, List<? extends Observer> observers) {
    try {
      Files.createDirectories(folder.snapshotFolder());
      try (RunLock lock = RunLock.hold(folder.lockFile())) {
        return held(problem, observers);
      }
    } catch (IOException broken) {
      throw RunException.writing(folder.path(), broken);
    }
  }

  /** Asks the run to stop after the current update, with a checkpoint; safe from any thread. */
  public void interrupt() {
    interrupted = true;
    Training current = training;
    if (current != null) {
      current.interrupt();
    }
  }

  private Ending held(Problem problem, List<? extends Observer> observers) throws IOException {
    if (folder.exists()) {
      checkSame();
    } else {
      AtomicFile.write(folder.recipeFile(), RecipeWriter.write(recipe));
      AtomicFile.write(folder.provenanceFile(), provenance.json());
    }
    List<Path> files = List.of(folder.checkpointFile(), folder.previousCheckpointFile());
    Optional<RunResult> result = folder.result();
    if (result.isPresent()) {
      folder.weights(problem);
      tidy(Long.MAX_VALUE);
      // What a process leaves that is killed right after it wrote the result.
      forget(files);
      return result.get().ending();
    }
    Optional<Checkpoint> checkpoint = Checkpoint.newest(files, folder.metricsFile(), problem);
    tidy(checkpoint.map(saved -> saved.state().step()).orElse(-1L));
    try (Training current = training(problem, checkpoint)) {
      training = current;
      if (interrupted) {
        current.interrupt();
      }
      Ending ending = train(current, checkpoint, observers);
      if (ending != Ending.INTERRUPTED) {
        forget(files);
      }
      return ending;
    } finally {
      training = null;
    }
  }

  private static void forget(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private Training training(Problem problem, Optional<Checkpoint> checkpoint) {
    if (checkpoint.isEmpty()) {
      return Training.start(recipe, problem);
    }
    try {
      return Training.resume(recipe, problem, checkpoint.get().state());
    } catch (IllegalArgumentException other) {
      throw new RunException(
          folder.checkpointFile().toString(),
          "a checkpoint of this version of the program",
          String.valueOf(other.getMessage()),
          "move checkpoint and checkpoint-previous away: the run begins anew");
    } finally {
      checkpoint.get().state().vectors().values().forEach(ParameterVector::close);
    }
  }

  private Ending train(
      Training current, Optional<Checkpoint> checkpoint, List<? extends Observer> observers)
      throws IOException {
    String started = started();
    long metricsBytes = checkpoint.map(Checkpoint::metricsBytes).orElse(0L);
    long eventsBytes = checkpoint.map(Checkpoint::eventsBytes).orElse(0L);
    RunJournal.cut(folder, checkpoint.map(saved -> saved.state().step()).orElse(-1L));
    try (Recorder recorder =
        new Recorder(folder, recipe, current, started, metricsBytes, eventsBytes)) {
      List<Observer> all = new ArrayList<>();
      all.add(recorder);
      all.addAll(observers);
      for (Observer observer : observers) {
        if (observer instanceof JournalingObserver journaling) {
          journaling.opened(recorder.journal(), current);
        }
      }
      return current.run(all);
    }
  }

  private String started() {
    try {
      return folder.times().map(RunTimes::started).orElse(Instant.now().toString());
    } catch (RunException damaged) {
      LOGGER.log(Level.WARNING, "taking now as the start of the run: " + damaged.getMessage());
      return Instant.now().toString();
    }
  }

  private void checkSame() {
    Provenance then = folder.provenance();
    if (!then.recipeHash().equals(provenance.recipeHash())) {
      throw new RunException(
          folder.path().toString(),
          "the recipe that was begun there, " + then.name() + " with seed " + then.seed(),
          "another one, " + provenance.name() + " with seed " + provenance.seed(),
          "choose another folder, or go on with " + folder.recipeFile());
    }
    if (!then.dataHash().equals(provenance.dataHash())) {
      throw new RunException(
          folder.path().toString(),
          "the data that the run was begun with, of hash " + then.dataHash(),
          "data of hash " + provenance.dataHash(),
          "put the data back, or choose another folder");
    }
    List<String> differences = then.differences(provenance);
    if (!differences.isEmpty() && folder.result().isEmpty()) {
      LOGGER.log(
          Level.WARNING,
          "{0}: going on where bits may differ: {1}",
          folder.path(),
          String.join("; ", differences));
    }
  }

  /** Removes what a killed process left: unfinished files, and snapshots after the checkpoint. */
  private void tidy(long step) throws IOException {
    for (long kept : folder.snapshots()) {
      if (kept > step) {
        Files.delete(folder.snapshotFile(kept));
      }
    }
    for (Path where : List.of(folder.path(), folder.snapshotFolder())) {
      try (Stream<Path> files = Files.list(where)) {
        for (Path file : files.toList()) {
          if (file.toString().endsWith(AtomicFile.UNFINISHED)) {
            Files.delete(file);
          }
        }
      }
    }
  }
}
