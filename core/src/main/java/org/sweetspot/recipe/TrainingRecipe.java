package org.sweetspot.recipe;

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
 * @param kind who trains
 * @param run the command that trains, with keys such as {@code {batch}} in place of values; only of
 *     kind command
 * @param folder where the command runs
 * @param patience how long the command may neither write nor record anything
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
    @Default(value = "engine", written = false) Kind kind,
    @Default(value = "none", written = false) String run,
    @Default(value = ".", written = false) String folder,
    @Default(value = "600 seconds", written = false) Span patience) {
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
        Kind.ENGINE,
        NONE,
        ".",
        PATIENCE);
  }

  /** Checks the numbers. */
  public TrainingRecipe {
    Require.that(batch >= 1, "batch", "at least 1 example", batch);
    Require.that(
        accumulation >= 1 && batch % accumulation == 0,
        "accumulation",
        "a divisor of the batch " + batch,
        accumulation);
    Require.that(budget.amount() > 0, "budget", "more than 0", budget);
    Require.that(Double.isFinite(clip) && clip >= 0, "clip", "0 (none) or more", clip);
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

  /** Whether a command of the user's trains. */
  public boolean isCommand() {
    return kind == Kind.COMMAND;
  }

  /** The same training carried out by a command in a folder. */
  public TrainingRecipe withCommand(String command, String where) {
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
        Kind.COMMAND,
        command,
        where,
        patience);
  }

  /** The same training with another batch size, in one piece. */
  public TrainingRecipe withBatch(int value) {
    return new TrainingRecipe(
        value,
        1,
        optimizer,
        schedule,
        budget,
        clip,
        averaging,
        evaluation,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with another optimizer. */
  public TrainingRecipe withOptimizer(OptimizerRecipe value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        value,
        schedule,
        budget,
        clip,
        averaging,
        evaluation,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with another schedule. */
  public TrainingRecipe withSchedule(ScheduleRecipe value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        optimizer,
        value,
        budget,
        clip,
        averaging,
        evaluation,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with another budget. */
  public TrainingRecipe withBudget(Span value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        optimizer,
        schedule,
        value,
        clip,
        averaging,
        evaluation,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with another largest gradient norm. */
  public TrainingRecipe withClip(double value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        optimizer,
        schedule,
        budget,
        value,
        averaging,
        evaluation,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training evaluated at another pace. */
  public TrainingRecipe withEvaluation(Span value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        optimizer,
        schedule,
        budget,
        clip,
        averaging,
        value,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with another averaging of the weights. */
  public TrainingRecipe withAveraging(AveragingRecipe value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        optimizer,
        schedule,
        budget,
        clip,
        value,
        evaluation,
        sharpnessAware,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with its gradients taken elsewhere near the weights. */
  public TrainingRecipe withSharpnessAware(SharpnessAwareRecipe value) {
    return new TrainingRecipe(
        batch,
        accumulation,
        optimizer,
        schedule,
        budget,
        clip,
        averaging,
        evaluation,
        value,
        gradientNoise,
        kind,
        run,
        folder,
        patience);
  }

  /** The same training with other noise on its gradients. */
  public TrainingRecipe withGradientNoise(GradientNoiseRecipe value) {
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
        value,
        kind,
        run,
        folder,
        patience);
  }
}
