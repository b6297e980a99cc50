package org.sweetspot.recipe;

import java.util.List;
import java.util.function.Consumer;

/**
 * How to train.
 *
 * @param batch examples in one update
 * @param accumulation gradient evaluations one update is split into; divides the batch
 * @param optimizer the rule of the update
 * @param schedule the learning rate over time
 * @param budget when to stop
 * @param clip largest norm of a gradient, larger ones are scaled down to it; 0 for none
 * @param averaging of weights along the way
 * @param evaluation how often loss and accuracy are taken on the splits; the end is always
 *     evaluated
 * @param sharpnessAware where near the weights the gradient is taken
 * @param gradientNoise added to the gradient
 * @param precision the number formats that products are computed in
 * @param sparsity which weights are zero
 * @param staleness how many updates ago the weights were, at which gradients are taken, on average
 * @param delays how that number is distributed
 * @param workers by whom a batch is computed
 * @param kind who trains
 * @param run the command that trains, with keys such as {@code {batch}} in place of values; only of
 *     kind command
 * @param folder where the command runs
 * @param patience how long the command may neither write nor record anything
 * @param batchSchedule earlier parts of the training with other batch sizes, in order; after the
 *     last of them the batch is {@code batch}
 */
public record TrainingRecipe(
    int batch,
    @Default("1") int accumulation,
    OptimizerRecipe optimizer,
    @Default("constant") ScheduleRecipe schedule,
    Span budget,
    @Default("0") double clip,
    @Default("none") AveragingRecipe averaging,
    @Default("1 epochs") Span evaluation,
    @Default(value = "none", written = false) SharpnessAwareRecipe sharpnessAware,
    @Default(value = "none", written = false) GradientNoiseRecipe gradientNoise,
    @Default(value = "none", written = false) PrecisionRecipe precision,
    @Default(value = "none", written = false) SparsityRecipe sparsity,
    @Default(value = "0", written = false) int staleness,
    @Default(value = "constant", written = false) Delays delays,
    @Default(value = "none", written = false) WorkersRecipe workers,
    @Default(value = "engine", written = false) Kind kind,
    @Default(value = "none", written = false) String run,
    @Default(value = ".", written = false) String folder,
    @Default(value = "600 seconds", written = false) Span patience,
    @Default(value = "[]", written = false) List<BatchStage> batchSchedule) {
  /** What stands where no command is named. */
  public static final String NONE = "none";

  private static final Span PATIENCE = Span.seconds(600);

  /** Who trains. */
  public enum Kind {
    /** The program's own engine. */
    ENGINE,
    /** A command of the user's, which records its training. */
    COMMAND
  }

  /** By the program's own engine and by plain gradients. */
  public TrainingRecipe(
      int batch,
      int accumulation,
      OptimizerRecipe optimizer,
      ScheduleRecipe schedule,
      Span budget,
      double clip,
      AveragingRecipe averaging,
      Span evaluation) {
    this(
        batch,
        accumulation,
        optimizer,
        schedule,
        budget,
        clip,
        averaging,
        evaluation,
        SharpnessAwareRecipe.NONE,
        GradientNoiseRecipe.NONE,
        PrecisionRecipe.NONE,
        SparsityRecipe.NONE,
        0,
        Delays.CONSTANT,
        WorkersRecipe.NONE,
        Kind.ENGINE,
        NONE,
        ".",
        PATIENCE,
        List.of());
  }

  /** Checks the numbers. */
  public TrainingRecipe {
    Require.that(batch >= 1, "batch", "at least 1 example", batch);
    Require.that(
        accumulation >= 1 && batch % accumulation == 0,
        "accumulation",
        "a divisor of the batch " + batch,
        accumulation);
    batchSchedule = List.copyOf(batchSchedule);
    for (BatchStage stage : batchSchedule) {
      Require.that(
          stage.size() % accumulation == 0,
          "accumulation",
          "a divisor of every batch, also of " + stage.size(),
          accumulation);
    }
    Require.that(budget.amount() > 0, "budget", "more than 0", budget);
    Require.that(Double.isFinite(clip) && clip >= 0, "clip", "0 (none) or more", clip);
    Require.that(
        staleness >= 0 && staleness <= 1000, "staleness", "0 (none) to 1000 updates", staleness);
    Require.that(
        (kind == Kind.COMMAND) == !run.equals(NONE),
        "run",
        kind == Kind.COMMAND
            ? "the command that trains, for instance python train.py --batch {batch} --seed {seed}"
            : "no command, or kind: command beside it",
        run);
    Require.that(
        patience.unit() == Span.Unit.SECONDS && patience.amount() > 0,
        "patience",
        "seconds, such as 600 seconds",
        patience);
  }

  /** In how many pieces a batch is cut, each of which may be computed alone. */
  public int pieces() {
    return accumulation * workers.parts();
  }

  /** Whether a command of the user's trains. */
  public boolean isCommand() {
    return kind == Kind.COMMAND;
  }

  /** The same training carried out by a command in a folder. */
  public TrainingRecipe withCommand(String command, String where) {
    return with(
        parts -> {
          parts.kind = Kind.COMMAND;
          parts.run = command;
          parts.folder = where;
        });
  }

  /** The same training with another batch size, in one piece. */
  public TrainingRecipe withBatch(int value) {
    return with(
        parts -> {
          parts.batch = value;
          parts.accumulation = 1;
        });
  }

  /** The same training with another optimizer. */
  public TrainingRecipe withOptimizer(OptimizerRecipe value) {
    return with(parts -> parts.optimizer = value);
  }

  /** The same training with another schedule. */
  public TrainingRecipe withSchedule(ScheduleRecipe value) {
    return with(parts -> parts.schedule = value);
  }

  /** The same training with another budget. */
  public TrainingRecipe withBudget(Span value) {
    return with(parts -> parts.budget = value);
  }

  /** The same training with another largest gradient norm. */
  public TrainingRecipe withClip(double value) {
    return with(parts -> parts.clip = value);
  }

  /** The same training evaluated at another pace. */
  public TrainingRecipe withEvaluation(Span value) {
    return with(parts -> parts.evaluation = value);
  }

  /** The same training with another averaging of the weights. */
  public TrainingRecipe withAveraging(AveragingRecipe value) {
    return with(parts -> parts.averaging = value);
  }

  /** The same training with its gradients taken elsewhere near the weights. */
  public TrainingRecipe withSharpnessAware(SharpnessAwareRecipe value) {
    return with(parts -> parts.sharpnessAware = value);
  }

  /** The same training with other noise on its gradients. */
  public TrainingRecipe withGradientNoise(GradientNoiseRecipe value) {
    return with(parts -> parts.gradientNoise = value);
  }

  /** The same training in other number formats. */
  public TrainingRecipe withPrecision(PrecisionRecipe value) {
    return with(parts -> parts.precision = value);
  }

  /** The same training with other weights zero. */
  public TrainingRecipe withSparsity(SparsityRecipe value) {
    return with(parts -> parts.sparsity = value);
  }

  /** The same training with gradients of another age. */
  public TrainingRecipe withStaleness(int value) {
    return with(parts -> parts.staleness = value);
  }

  /** The same training with ages of gradients that are distributed otherwise. */
  public TrainingRecipe withDelays(Delays value) {
    return with(parts -> parts.delays = value);
  }

  /** The same training by other workers. */
  public TrainingRecipe withWorkers(WorkersRecipe value) {
    return with(parts -> parts.workers = value);
  }

  /** The same training with other batch sizes at its beginning. */
  public TrainingRecipe withBatchSchedule(List<BatchStage> value) {
    return with(parts -> parts.batchSchedule = value);
  }

  private TrainingRecipe with(Consumer<Parts> edit) {
    Parts parts = new Parts(this);
    edit.accept(parts);
    return parts.recipe();
  }

  /** The values of a recipe, to alter some of them. */
  private static final class Parts {
    private int batch;
    private int accumulation;
    private OptimizerRecipe optimizer;
    private ScheduleRecipe schedule;
    private Span budget;
    private double clip;
    private AveragingRecipe averaging;
    private Span evaluation;
    private SharpnessAwareRecipe sharpnessAware;
    private GradientNoiseRecipe gradientNoise;
    private PrecisionRecipe precision;
    private SparsityRecipe sparsity;
    private int staleness;
    private Delays delays;
    private WorkersRecipe workers;
    private Kind kind;
    private String run;
    private String folder;
    private Span patience;
    private List<BatchStage> batchSchedule;

    Parts(TrainingRecipe recipe) {
      batch = recipe.batch;
      accumulation = recipe.accumulation;
      optimizer = recipe.optimizer;
      schedule = recipe.schedule;
      budget = recipe.budget;
      clip = recipe.clip;
      averaging = recipe.averaging;
      evaluation = recipe.evaluation;
      sharpnessAware = recipe.sharpnessAware;
      gradientNoise = recipe.gradientNoise;
      precision = recipe.precision;
      sparsity = recipe.sparsity;
      staleness = recipe.staleness;
      delays = recipe.delays;
      workers = recipe.workers;
      kind = recipe.kind;
      run = recipe.run;
      folder = recipe.folder;
      patience = recipe.patience;
      batchSchedule = recipe.batchSchedule;
    }

    TrainingRecipe recipe() {
      return new TrainingRecipe(
          batch,
          accumulation,
          optimizer,
          schedule,
          budget,
          clip,
          averaging,
          evaluation,
          sharpnessAware,
          gradientNoise,
          precision,
          sparsity,
          staleness,
          delays,
          workers,
          kind,
          run,
          folder,
          patience,
          batchSchedule);
    }
  }
}
