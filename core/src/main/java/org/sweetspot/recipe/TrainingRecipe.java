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
 */
public record TrainingRecipe(
    int batch,
    @Default("1") int accumulation,
    OptimizerRecipe optimizer,
    @Default("constant") ScheduleRecipe schedule,
    Span budget,
    @Default("0") double clip,
    @Default("none") AveragingRecipe averaging,
    @Default("1 epochs") Span evaluation) {
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
  }

  /** The same training with another batch size, in one piece. */
  public TrainingRecipe withBatch(int value) {
    return new TrainingRecipe(value, 1, optimizer, schedule, budget, clip, averaging, evaluation);
  }

  /** The same training with another optimizer. */
  public TrainingRecipe withOptimizer(OptimizerRecipe value) {
    return new TrainingRecipe(
        batch, accumulation, value, schedule, budget, clip, averaging, evaluation);
  }

  /** The same training with another schedule. */
  public TrainingRecipe withSchedule(ScheduleRecipe value) {
    return new TrainingRecipe(
        batch, accumulation, optimizer, value, budget, clip, averaging, evaluation);
  }

  /** The same training with another budget. */
  public TrainingRecipe withBudget(Span value) {
    return new TrainingRecipe(
        batch, accumulation, optimizer, schedule, value, clip, averaging, evaluation);
  }

  /** The same training with another largest gradient norm. */
  public TrainingRecipe withClip(double value) {
    return new TrainingRecipe(
        batch, accumulation, optimizer, schedule, budget, value, averaging, evaluation);
  }

  /** The same training evaluated at another pace. */
  public TrainingRecipe withEvaluation(Span value) {
    return new TrainingRecipe(
        batch, accumulation, optimizer, schedule, budget, clip, averaging, value);
  }

  /** The same training with another averaging of the weights. */
  public TrainingRecipe withAveraging(AveragingRecipe value) {
    return new TrainingRecipe(
        batch, accumulation, optimizer, schedule, budget, clip, value, evaluation);
  }
}
