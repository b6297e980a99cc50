package org.sweetspot.measure;

import org.jspecify.annotations.Nullable;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.run.RunFolder;
import org.sweetspot.run.RunResult;
import org.sweetspot.vector.ParameterVector;

/**
 * What is known of how the weights came about; measures that need more than is known say so.
 *
 * @param optimizer with the learning rate that measures shall speak of, or null
 * @param batch examples in one update, or 0
 * @param initial weights before the first update, or null; not closed here
 * @param secondMoment the state of an adaptive optimizer, or null
 * @param ratesByLayer whether layers have rates of their own: then there is no optimizer whose one
 *     rate measures could speak of
 */
public record TrainingFacts(
    @Nullable OptimizerRecipe optimizer,
    int batch,
    @Nullable ParameterVector initial,
    @Nullable SecondMoment secondMoment,
    boolean ratesByLayer) {
  /** Nothing is known. */
  public static final TrainingFacts UNKNOWN = new TrainingFacts(null, 0, null, null);

  /** Those of a training with one rate for all layers. */
  public TrainingFacts(
      @Nullable OptimizerRecipe optimizer,
      int batch,
      @Nullable ParameterVector initial,
      @Nullable SecondMoment secondMoment) {
    this(optimizer, batch, initial, secondMoment, false);
  }

  /** Checks the batch, and that rates by layer come without a rate for all. */
  public TrainingFacts {
    if (ratesByLayer && optimizer != null) {
      throw new IllegalArgumentException(
          "training: expected no rate for all where layers have their own, got "
              + optimizer.rate());
    }
    if (batch < 0) {
      throw new IllegalArgumentException(
          "batch: expected the examples in one update, or 0 if unknown, got " + batch);
    }
  }

  /** Optimizer and batch of a recipe, with its learning rate before any schedule. */
  public static TrainingFacts of(Recipe recipe) {
    TrainingRecipe training = recipe.training();
    boolean one = recipe.model().hasOneRate();
    return new TrainingFacts(one ? training.optimizer() : null, training.batch(), null, null, !one);
  }

  /**
   * Those of a finished run.
   *
   * @param square of the run's problem; receives what an adaptive optimizer divided by at the end,
   *     where the run kept it; closed by the caller after the facts are used
   */
  public static TrainingFacts of(RunFolder run, ParameterVector square) {
    TrainingFacts facts = of(run.recipe());
    long step = run.result().map(RunResult::step).orElse(0L);
    return step > 0 && run.secondMoment(square)
        ? facts.withSecondMoment(new SecondMoment(square, step))
        : facts;
  }

  /** The same at another learning rate, for instance the one a schedule has come to. */
  public TrainingFacts withRate(double rate) {
    return new TrainingFacts(
        optimizer == null ? null : optimizer.withRate(rate),
        batch,
        initial,
        secondMoment,
        ratesByLayer);
  }

  /** The same with a known optimizer. */
  public TrainingFacts withOptimizer(OptimizerRecipe value) {
    return new TrainingFacts(value, batch, initial, secondMoment);
  }

  /** The same with a known batch size. */
  public TrainingFacts withBatch(int examples) {
    return new TrainingFacts(optimizer, examples, initial, secondMoment, ratesByLayer);
  }

  /** The same with known initial weights. */
  public TrainingFacts withInitial(ParameterVector weights) {
    return new TrainingFacts(optimizer, batch, weights, secondMoment, ratesByLayer);
  }

  /** The same with the state of an adaptive optimizer. */
  public TrainingFacts withSecondMoment(SecondMoment moment) {
    return new TrainingFacts(optimizer, batch, initial, moment, ratesByLayer);
  }

  /** The optimizer. */
  public OptimizerRecipe requireOptimizer() {
    if (ratesByLayer) {
      throw new NotApplicableException(
          "layers have rates of their own (maximal-update parametrization), and it speaks of one"
              + " rate for all");
    }
    if (optimizer == null) {
      throw new NotApplicableException(
          "the optimizer is not known; measure a run, or give its recipe");
    }
    return optimizer;
  }

  /** The batch size. */
  public int requireBatch() {
    if (batch == 0) {
      throw new NotApplicableException(
          "the batch size is not known; measure a run, or give its recipe");
    }
    return batch;
  }
}
