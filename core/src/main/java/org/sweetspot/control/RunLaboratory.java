package org.sweetspot.control;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Arithmetic;
import org.sweetspot.control.change.ForwardCost;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.control.layer.ChangedLayers;
import org.sweetspot.control.layer.ChangedPart;
import org.sweetspot.control.layer.ErrorReading;
import org.sweetspot.control.layer.ErrorTaker;
import org.sweetspot.control.layer.GradientErrors;
import org.sweetspot.control.layer.LayerErrors;
import org.sweetspot.control.probe.BranchDesign;
import org.sweetspot.control.probe.BranchedTraining;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.ReadingTaker;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.measure.target.OpenTarget;
import org.sweetspot.measure.target.RunTarget;
import org.sweetspot.measure.target.TargetSettings;
import org.sweetspot.problem.LayerOutputs;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SnapshotRecipe;
import org.sweetspot.run.Provenance;
import org.sweetspot.run.Run;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunResult;
import org.sweetspot.training.Ending;
import org.sweetspot.training.Engine;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Evaluation.Score;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepCount;
import org.sweetspot.training.StepReport;

/**
 * A laboratory whose every training is a run in a folder of its own, named by the recipe's hash: an
 * experiment that was interrupted goes on where it was, and one that is repeated trains nothing.
 */
public final class RunLaboratory implements Laboratory {
  private static final TargetSettings MEASURED =
      TargetSettings.spending(
          MeasureSettings.DEFAULT
              .withEigenvalues(1, 1e-3, 100)
              .withExamples(512, 512)
              .withTraceError(0.1));

  private static final int READINGS = 8;
  private static final Score ABSENT = new Score(Double.NaN, Double.NaN);

  private final Path folder;
  private final Engine engine;
  private final Function<DataRecipe, DataSet> data;
  private final Map<DataRecipe, DataSet> loaded = new LinkedHashMap<>();
  private final AtomicReference<@Nullable Run> current = new AtomicReference<>();
  private volatile boolean interrupted;

  /**
   * A laboratory.
   *
   * @param folder holds a folder for each run
   * @param engine trains
   * @param data loads what a recipe trains on; each is asked for once and kept
   */
  public RunLaboratory(Path folder, Engine engine, Function<DataRecipe, DataSet> data) {
    this.folder = folder;
    this.engine = engine;
    this.data = data;
  }

  @Override
  public int trainingExamples(Recipe recipe) {
    return data(recipe).train().count();
  }

  @Override
  public int validationExamples(Recipe recipe) {
    return data(recipe).validation().count();
  }

  @Override
  public int testExamples(Recipe recipe) {
    return data(recipe).test().count();
  }

  @Override
  public int classes(Recipe recipe) {
    return data(recipe).train().classes();
  }

  @Override
  public double forwardCost(Recipe recipe) {
    Examples train = data(recipe).train();
    return ForwardCost.of(recipe.model(), train.shape(), train.classes()).orElse(Double.NaN);
  }

  @Override
  public Optional<Arithmetic> arithmetic(Recipe recipe) {
    Examples train = data(recipe).train();
    return Arithmetic.of(recipe, train.shape(), train.classes());
  }

  /** How examples are varied happens at every visit and not when they are loaded. */
  private DataSet data(Recipe recipe) {
    return loaded.computeIfAbsent(recipe.data().withAugmentation(AugmentationRecipe.NONE), data);
  }

  /**
   * Asks the run under way to stop after its current update; whatever the laboratory is asked then
   * ends with an {@link InterruptedExperimentException}. Safe from any thread.
   */
  public void interrupt() {
    interrupted = true;
    Run run = current.get();
    if (run != null) {
      run.interrupt();
    }
  }

  @Override
  public ArmRun train(Recipe recipe, DoubleConsumer progress) {
    RunFolder run = run(recipe, progress);
    RunResult result = run.result().orElseThrow();
    Score train = score(result, Split.TRAIN);
    return new ArmRun(
        recipe.seed(),
        train.loss(),
        train.accuracy(),
        score(result, Split.VALIDATION).accuracy(),
        score(result, Split.TEST).accuracy(),
        score(result, Split.TEST).loss(),
        result.step(),
        TrainingCost.of(recipe, trainingExamples(recipe), result.step()).examples(),
        run.times().orElseThrow().seconds(),
        result.ending() == Ending.DIVERGED,
        run.evaluations());
  }

  @Override
  public List<Evaluation> begin(Recipe recipe, double share) {
    RunFolder watched = new RunFolder(path(watched(recipe)));
    Recipe plain = plain(recipe);
    if (watched.result().isPresent()) {
      return watched.evaluations();
    }
    Run run = run(plain);
    if (run.folder().result().isEmpty()) {
      carryOut(run, plain, new Stopping(run, share));
    }
    return run.folder().evaluations();
  }

  @Override
  public List<Measurement> measure(Recipe recipe) {
    RunFolder run = run(recipe, share -> {});
    checkInterrupted();
    try (OpenTarget opened = new RunTarget(run, () -> data(recipe)).open(engine, MEASURED)) {
      return Profile.of(opened.context(), Biases.measures(), ProfileProgress.SILENT).measurements();
    }
  }

  @Override
  public Readings read(Recipe recipe) {
    Recipe watched = watched(recipe);
    RunFolder run = finish(watched, share -> {});
    List<Reading> points = new ArrayList<>();
    BatchSizes sizes = BatchSizes.of(recipe.training(), trainingExamples(recipe));
    long last = run.result().orElseThrow().step();
    long dimension;
    try (Problem problem = open(recipe)) {
      dimension = problem.space().dimension();
      for (long step : run.snapshots()) {
        checkInterrupted();
        run.snapshot(step, problem);
        ReadingTaker taker = new ReadingTaker(sizes.size(step), new Seed(recipe.seed()));
        points.add(taker.read(problem, last == 0 ? 0 : (double) step / last));
      }
    }
    return new Readings(points, dimension);
  }

  @Override
  public Optional<LayerErrors> errors(Recipe baseline, Recipe changed) {
    ChangedLayers layers;
    try (Problem problem = open(baseline)) {
      List<String> attention =
          problem
              .ability(QuantizedGradients.class)
              .map(QuantizedGradients::attention)
              .orElse(List.of());
      layers = ChangedLayers.of(changed.training(), problem.space().groups(), attention);
    }
    List<ChangedPart> operands = layers.operands();
    return Optional.of(
        new LayerErrors(
            layers,
            errors(baseline, layers.alone(), layers.whole()),
            operands.isEmpty()
                ? Optional.empty()
                : Optional.of(errors(baseline, operands, layers.whole()))));
  }

  @Override
  public double rounding(Recipe baseline, Recipe recipe) {
    if (recipe.training().precision().operands().isPresent()) {
      try (Problem problem = open(baseline)) {
        if (problem.ability(QuantizedGradients.class).isEmpty()) {
          return Double.NaN;
        }
      }
    }
    ChangedPart whole = new ChangedPart("all", recipe.training());
    return errors(baseline, List.of(), whole).wholeOverNoise().value();
  }

  /** Along the training of the baseline, at the weights that were kept for {@link #read}. */
  private GradientErrors errors(Recipe baseline, List<ChangedPart> parts, ChangedPart whole) {
    RunFolder run = finish(watched(baseline), share -> {});
    BatchSizes sizes = BatchSizes.of(baseline.training(), trainingExamples(baseline));
    long last = run.result().orElseThrow().step();
    List<ErrorReading> readings = new ArrayList<>();
    try (Problem problem = open(baseline)) {
      for (long step : run.snapshots()) {
        checkInterrupted();
        run.snapshot(step, problem);
        ErrorTaker taker = new ErrorTaker(sizes.size(step), new Seed(baseline.seed()));
        readings.add(taker.read(problem, parts, whole, last == 0 ? 0 : (double) step / last));
      }
    }
    return new GradientErrors(readings);
  }

  @Override
  public Optional<CoordinateCheck> coordinates(List<Recipe> recipes, int steps, int seeds) {
    try (Problem problem = open(recipes.get(0))) {
      if (problem.ability(LayerOutputs.class).isEmpty()) {
        return Optional.empty();
      }
    }
    checkInterrupted();
    return Optional.of(CoordinateCheck.of(recipes, steps, seeds, this::open));
  }

  @Override
  public Optional<double[][]> branches(Recipe recipe, BranchDesign design) {
    checkInterrupted();
    if (recipe.training().isCommand()) {
      return Optional.empty();
    }
    Recipe plain = plain(recipe);
    BranchFile file =
        new BranchFile(folder.resolve(path(plain).getFileName() + "-branches"), design);
    Optional<double[][]> known = file.read();
    if (known.isPresent()) {
      return known;
    }
    try (Problem problem = open(plain);
        BranchedTraining branched =
            new BranchedTraining(plain, design, problem, this::checkInterrupted)) {
      double[][] losses = branched.losses();
      file.write(losses);
      return Optional.of(losses);
    }
  }

  /** The run of a recipe: the watched one where there is one, since watching changes no bit. */
  private RunFolder run(Recipe recipe, DoubleConsumer progress) {
    RunFolder watched = new RunFolder(path(watched(recipe)));
    return watched.result().isPresent() ? watched : finish(plain(recipe), progress);
  }

  private RunFolder finish(Recipe recipe, DoubleConsumer progress) {
    Run run = run(recipe);
    if (run.folder().result().isEmpty()) {
      carryOut(run, recipe, new Told(progress));
    }
    return run.folder();
  }

  private Run run(Recipe recipe) {
    checkInterrupted();
    return new Run(path(recipe), recipe, Provenance.of(recipe, data(recipe).hash(), engine.name()));
  }

  private void carryOut(Run run, Recipe recipe, Observer observer) {
    current.set(run);
    try (Problem problem = open(recipe)) {
      run.carryOut(problem, List.of(observer));
    } finally {
      current.set(null);
    }
    checkInterrupted();
  }

  private Problem open(Recipe recipe) {
    return engine.open(recipe, data(recipe), new Seed(recipe.seed()));
  }

  private void checkInterrupted() {
    if (interrupted) {
      throw new InterruptedExperimentException(folder);
    }
  }

  /** The same training without what does not determine it, so that equal trainings share a run. */
  private static Recipe plain(Recipe recipe) {
    return recipe.withControl(ControlRecipe.DEFAULT).withSnapshots(SnapshotRecipe.DEFAULT);
  }

  /** The same training with its weights kept along the way. */
  private Recipe watched(Recipe recipe) {
    long steps = StepCount.of(recipe.training(), trainingExamples(recipe));
    int every = Math.toIntExact((steps + READINGS - 1) / READINGS);
    return plain(recipe)
        .withSnapshots(
            new SnapshotRecipe(
                SnapshotRecipe.Kind.EVERY, every, SnapshotRecipe.DEFAULT.checkpoint()));
  }

  private Path path(Recipe recipe) {
    return folder.resolve(Provenance.hash(recipe).substring(0, 16));
  }

  private static Score score(RunResult result, Split split) {
    return result.scores().getOrDefault(split, ABSENT);
  }

  /** Passes on how far a training is. */
  private record Told(DoubleConsumer progress) implements Observer {
    @Override
    public void stepped(Problem problem, StepReport report) {
      progress.accept(report.progress());
    }
  }

  /** Stops a run after a share of its updates; a later process of it goes on there. */
  private record Stopping(Run run, double share) implements Observer {
    @Override
    public void stepped(Problem problem, StepReport report) {
      // One update later, so that an evaluation at the share itself is there.
      if (report.progress() > share && report.progress() < 1) {
        run.interrupt();
      }
    }
  }
}
