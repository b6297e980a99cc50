package org.sweetspot.run;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.format.Safetensors;
import org.sweetspot.format.TensorBoardEvents;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Observer;
import org.sweetspot.training.Pace;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterVector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what happens in a training: the only part of a run that writes while it runs. */
final class Recorder implements Observer, AutoCloseable {
  private static final Logger LOGGER = System.getLogger(Recorder.class.getName());
  private static final JsonMapper JSON = JsonMapper.shared();

  private final RunFolder folder;
  private final Training training;
  private final SnapshotPolicy policy;
  private final Pace checkpointPace;
  private final String started;
  private final MetricsLog metrics;
  private final TensorBoardEvents events;
  private final List<Path> unforced = new ArrayList<>();
  private @Nullable RunJournal journal;
  private long checkpointNanos = System.nanoTime();
  private @Nullable Evaluation evaluation;

  Recorder(
      RunFolder folder,
      Recipe recipe,
      Training training,
      String started,
      long metricsBytes,
      long eventsBytes)
      throws IOException {
    this.folder = folder;
    this.training = training;
    this.started = started;
    this.policy = new SnapshotPolicy(recipe.snapshots());
    this.checkpointPace = new Pace(recipe.snapshots().checkpoint(), training.sizes());
    this.metrics = MetricsLog.open(folder.metricsFile(), metricsBytes);
    this.events = events(folder.eventsFile(), eventsBytes);
  }

  /** What TensorBoard shows begins anew where the file was lost or cut: the metrics hold it too. */
  private static TensorBoardEvents events(Path file, long bytes) throws IOException {
    long size = Files.exists(file) ? Files.size(file) : 0;
    if (size < bytes) {
      LOGGER.log(
          Level.WARNING,
          file + " was cut to " + size + " of " + bytes + " bytes: it begins anew from here");
    }
    return bytes == 0 || size < bytes
        ? TensorBoardEvents.create(file, wallTime())
        : TensorBoardEvents.resume(file, bytes);
  }

  /** The journal, made when it is first asked for. */
  Journal journal() throws IOException {
    if (journal == null) {
      journal = new RunJournal(folder, events);
    }
    return journal;
  }

  @Override
  public void started(Problem problem, long step, long plannedSteps) {
    if (step == 0) {
      guarded(folder.snapshotFolder(), () -> snapshot(problem, 0));
    }
  }

  @Override
  public void stepped(Problem problem, StepReport report) {
    guarded(folder.path(), () -> record(problem, report));
  }

  private void record(Problem problem, StepReport report) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("kind", "step").put("step", report.step()).put("epoch", report.epoch());
    line.put("rate", report.rate()).put("loss", report.loss());
    line.put("gradientNorm", report.gradientNorm());
    metrics.add(line);
    SortedMap<String, Double> scalars = new TreeMap<>();
    scalars.put("batch/loss", report.loss());
    scalars.put("batch/gradient-norm", report.gradientNorm());
    scalars.put("batch/rate", report.rate());
    events.add(wallTime(), report.step(), scalars);
    if (policy.writes(report.step()) || report.progress() >= 1) {
      snapshot(problem, report.step());
      if (policy.drops(report.step()).isPresent()) {
        Files.deleteIfExists(folder.snapshotFile(policy.drops(report.step()).getAsLong()));
      }
    }
    double seconds = (System.nanoTime() - checkpointNanos) * 1e-9;
    if (checkpointPace.isDue(report.step(), seconds)) {
      checkpoint();
    }
  }

  @Override
  public void evaluated(Problem problem, Evaluation evaluated) {
    evaluation = evaluated;
    guarded(
        folder.path(),
        () -> {
          ObjectNode line = JSON.createObjectNode();
          line.put("kind", "evaluation").put("step", evaluated.step());
          line.put("epoch", evaluated.epoch());
          line.setAll(RunResult.scores(evaluated.scores()));
          metrics.add(line);
          SortedMap<String, Double> scalars = new TreeMap<>();
          evaluated
              .scores()
              .forEach(
                  (split, score) -> {
                    scalars.put("loss/" + RunResult.lower(split), score.loss());
                    if (!Double.isNaN(score.accuracy())) {
                      scalars.put("accuracy/" + RunResult.lower(split), score.accuracy());
                    }
                  });
          events.add(wallTime(), evaluated.step(), scalars);
          metrics.flush();
          events.flush();
          if (journal != null) {
            journal.flush();
          }
        });
  }

  @Override
  public void ended(Problem problem, Ending ending) {
    guarded(
        folder.path(),
        () -> {
          if (ending == Ending.INTERRUPTED) {
            checkpoint();
          } else {
            finish(problem, ending);
          }
        });
  }

  private void finish(Problem problem, Ending ending) throws IOException {
    long step = training.step();
    if (ending == Ending.DIVERGED) {
      // The problem holds the last good weights, which are those of this step.
      snapshot(problem, step);
    }
    for (long kept : folder.snapshots()) {
      if (kept > step) {
        Files.delete(folder.snapshotFile(kept));
      }
    }
    Safetensors weights = WeightsFile.of(problem, step);
    place(weights, folder.weightsFile());
    ParameterVector square = training.state().vectors().get("optimizer-square");
    if (square != null && ending == Ending.COMPLETED) {
      place(WeightsFile.of(square, step), folder.secondMomentFile());
    }
    metrics.force();
    events.force();
    forceSnapshots();
    times();
    Evaluation last =
        evaluation != null && evaluation.step() == step ? evaluation : training.evaluate();
    RunResult result =
        new RunResult(ending, step, last.epoch(), last.scores(), WeightsFile.hash(weights));
    AtomicFile.write(folder.resultFile(), result.json());
  }

  private static void place(Safetensors tensors, Path file) throws IOException {
    Path unfinished = AtomicFile.unfinished(file);
    tensors.write(unfinished);
    AtomicFile.place(unfinished, file);
  }

  private void checkpoint() throws IOException {
    long metricsBytes = metrics.force();
    long eventsBytes = events.force();
    if (journal != null) {
      journal.force();
    }
    forceSnapshots();
    new Checkpoint(training.state(), metricsBytes, metrics.checksum(), eventsBytes)
        .write(folder.checkpointFile(), folder.previousCheckpointFile());
    times();
    checkpointNanos = System.nanoTime();
  }

  private void times() throws IOException {
    double seconds = training.state().number("seconds");
    RunTimes times = new RunTimes(started, Instant.now().toString(), seconds);
    AtomicFile.write(folder.timesFile(), times.json());
  }

  /** Not forced at once: a checkpoint vouches for the snapshots before it, and forces them. */
  private void snapshot(Problem problem, long step) throws IOException {
    Path file = folder.snapshotFile(step);
    Path unfinished = AtomicFile.unfinished(file);
    WeightsFile.of(problem, step).write(unfinished, false);
    AtomicFile.rename(unfinished, file);
    unforced.add(file);
  }

  private void forceSnapshots() throws IOException {
    for (Path file : unforced) {
      if (Files.exists(file)) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
      }
    }
    unforced.clear();
  }

  @Override
  public void close() {
    guarded(
        folder.path(),
        () -> {
          RunJournal opened = journal;
          try (metrics;
              events;
              opened) {
            metrics.flush();
          }
        });
  }

  private static double wallTime() {
    return System.currentTimeMillis() / 1000.0;
  }

  private interface Writing {
    void run() throws IOException;
  }

  private static void guarded(Path where, Writing writing) {
    try {
      writing.run();
    } catch (IOException broken) {
      throw RunException.writing(where, broken);
    }
  }
}
