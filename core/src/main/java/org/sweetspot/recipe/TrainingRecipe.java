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
    @Default(value = "none", written = false) GradientNoiseRecipe gradientNoise) {
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

  /** A training by plain gradients. */
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
        GradientNoiseRecipe.NONE);
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
        gradientNoise);
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
        gradientNoise);
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
        gradientNoise);
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
        gradientNoise);
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
        gradientNoise);
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
        gradientNoise);
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
        gradientNoise);
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
        gradientNoise);
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
        value);
  }
}
