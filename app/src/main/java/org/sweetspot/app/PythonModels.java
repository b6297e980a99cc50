package org.sweetspot.app;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.bridge.BridgeProblem;
import org.sweetspot.bridge.ModelDescription;
import org.sweetspot.bridge.process.ModelProcess;
import org.sweetspot.bridge.wire.Connection;
import org.sweetspot.bridge.wire.Limits;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.target.ModelTarget;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.run.Provenance;
import org.sweetspot.vector.ParameterVector;

/**
 * Models that live in Python: {@code python:MODULE:FUNCTION} starts an interpreter, which ends with
 * the measurement; where Python has started this program, its model is asked over the line that is
 * there.
 */
final class PythonModels {
  private static final String PREFIX = "python:";

  /** The interpreter, if not the first python3 or python of the path. */
  private static final String INTERPRETER = "SWEETSPOT_PYTHON";

  /** The folder that holds the package, where the interpreter has not installed it. */
  private static final String PACKAGE = "SWEETSPOT_PYTHON_PACKAGE";

  private static final String SEARCHED = "PYTHONPATH";

  private final @Nullable Connection there;

  private PythonModels(@Nullable Connection there) {
    this.there = there;
  }

  /** An interpreter is started for each model. */
  static PythonModels started() {
    return new PythonModels(null);
  }

  /** Asked over a line that is there, and that nobody here closes. */
  static PythonModels at(Connection line) {
    return new PythonModels(line);
  }

  /** The line to a Python that is already there. */
  Optional<Connection> line() {
    return Optional.ofNullable(there);
  }

  /** Whether a target names a model in Python. */
  static boolean isNamed(Path target) {
    return target.toString().startsWith(PREFIX);
  }

  /** Opens the model that a target names. */
  OpenTarget open(Path target, TargetOptions options) {
    if (options.data().isPresent()) {
      throw new UserException(
          "--data",
          "none beside a model in Python, whose function returns its data",
          options.data().get(),
          "leave --data out, and return the data with the model");
    }
    String name = target.toString().substring(PREFIX.length());
    if (there != null) {
      return opened(target.toString(), BridgeProblem.open(there, name), options, List.of());
    }
    ModelProcess process =
        ModelProcess.start(
            List.of(interpreter(), "-m", "sweetspot.worker"),
            environment(),
            Limits.USUAL,
            System.err::println);
    try {
      BridgeProblem problem = BridgeProblem.open(process.connection(), name);
      return opened(target.toString(), problem, options, List.of(process));
    } catch (RuntimeException failed) {
      process.close();
      throw failed;
    }
  }

  private static OpenTarget opened(
      String target,
      BridgeProblem problem,
      TargetOptions options,
      List<? extends AutoCloseable> line) {
    ModelDescription model = problem.description();
    String name = target.equals(PREFIX) ? model.model() : target;
    return MeasureTarget.open(
        new ModelTarget(name, seed -> loaded(problem, options, line, seed)),
        Engines.plain(),
        options);
  }

  private static ModelTarget.Loaded loaded(
      BridgeProblem problem, TargetOptions options, List<? extends AutoCloseable> line, long seed)
      throws IOException {
    ModelDescription model = problem.description();
    List<AutoCloseable> resources = new ArrayList<>();
    TrainingFacts facts = facts(options.facts(), model.training());
    String at = "";
    if (options.weights().isPresent()) {
      try {
        SnapshotWeights weights = SnapshotWeights.of(options.weights().get());
        weights.into(problem);
        at = " at the weights of " + weights.file();
        Optional<ParameterVector> initial = weights.initial(problem);
        if (initial.isPresent()) {
          facts = facts.withInitial(initial.get());
          resources.add(initial.get());
        }
      } catch (RuntimeException | IOException refused) {
        problem.close();
        throw refused;
      }
    }
    resources.add(problem);
    resources.addAll(line);
    Map<String, String> provenance =
        new LinkedHashMap<>(
            Provenance.ofWeights(
                    model.model(), problem.parameters(), seed, model.device(), model.framework())
                .words());
    provenance.putAll(model.notes());
    provenance.put("kind", "python");
    provenance.put(
        "contents",
        "Taken for "
            + model.model()
            + " with "
            + problem.space().dimension()
            + " weights in "
            + model.framework()
            + " on "
            + model.device()
            + ", asked where it lives"
            + at
            + ".");
    return new ModelTarget.Loaded(
        problem,
        model.model(),
        model.precision(),
        MeasureSettings.DEFAULT.examples(),
        facts,
        provenance,
        resources);
  }

  /** What the command line says of the training, and else what Python knows of it. */
  private static TrainingFacts facts(TrainingFacts told, Map<String, Double> known) {
    TrainingFacts facts = told;
    if (told.batch() == 0 && known.containsKey("batch")) {
      facts = facts.withBatch((int) Math.min(Integer.MAX_VALUE, Math.round(known.get("batch"))));
    }
    if (told.optimizer() == null && known.containsKey("rate")) {
      double momentum = Math.min(known.getOrDefault("momentum", 0.0), Math.nextDown(1.0));
      facts =
          facts.withOptimizer(new OptimizerRecipe.Sgd(known.get("rate"), momentum, false, 0, true));
    }
    return facts;
  }

  private static Map<String, String> environment() {
    Map<String, String> added = new LinkedHashMap<>();
    String folder = System.getenv(PACKAGE);
    if (folder != null) {
      String before = System.getenv(SEARCHED);
      added.put(
          SEARCHED,
          before == null || before.isEmpty() ? folder : before + File.pathSeparator + folder);
    }
    added.put("PYTHONUNBUFFERED", "1");
    return added;
  }

  private static String interpreter() {
    String named = System.getenv(INTERPRETER);
    if (named != null) {
      return named;
    }
    List<String> searched = new ArrayList<>();
    String path = System.getenv("PATH");
    for (String folder : (path == null ? "" : path).split(File.pathSeparator, -1)) {
      for (String name : List.of("python3", "python")) {
        if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
          return Path.of(folder, name).toString();
        }
      }
      searched.add(folder);
    }
    throw new UserException(
        "an interpreter of Python",
        "python3 or python on the path",
        "none in " + String.join(File.pathSeparator, searched),
        "set " + INTERPRETER + " to the one that has the model's libraries");
  }
}
