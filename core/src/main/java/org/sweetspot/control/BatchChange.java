package org.sweetspot.control;

import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.StepCount;

/**
 * The wanted change of a batch size, and the arithmetic that follows from it.
 *
 * @param baseline the recipe as it is
 * @param batch the new batch size
 * @param examples in the training split
 */
public record BatchChange(Recipe baseline, int batch, int examples) {
  private static final double NEARLY_ALL = 0.9;

  /** Checks that there is a change and that steps can be counted. */
  public BatchChange {
    if (batch == baseline.training().batch() || batch < 1) {
      throw new IllegalArgumentException(
          "change of the batch: expected a size other than the recipe's "
              + baseline.training().batch()
              + ", got "
              + batch
              + "; name the new size, for instance --change batch="
              + 16 * baseline.training().batch());
    }
    if (batch > examples) {
      throw new IllegalArgumentException(
          "change of the batch: expected at most the "
              + examples
              + " training examples, got "
              + batch
              + "; name a smaller batch or give the recipe more training examples");
    }
    if (baseline.training().budget().unit() == Span.Unit.SECONDS) {
      throw new IllegalArgumentException(
          "budget: expected epochs or steps to control a change, got "
              + baseline.training().budget()
              + "; arms on a clock can't be compared step by step");
    }
  }

  /** New batch divided by old batch. */
  public double kappa() {
    return (double) batch / baseline.training().batch();
  }

  /** The recipe as it is, evaluated ten times, so that the curves of all arms compare. */
  public Recipe unchanged() {
    return evaluatedTenTimes(baseline);
  }

  /** The recipe with the new batch and nothing else. */
  public Recipe changed() {
    return evaluatedTenTimes(baseline.withTraining(baseline.training().withBatch(batch)));
  }

  /** The changed recipe with as many steps as the baseline. */
  public Recipe stepMatched() {
    return evaluatedTenTimes(
        changed().withTraining(changed().training().withBudget(Span.steps(baselineSteps()))));
  }

  /**
   * The baseline with a budget that takes so many times its examples; a warm-up that is counted in
   * steps stays the same share of the run.
   */
  public Recipe atCost(double times) {
    return evaluatedTenTimes(stretched(baseline, Math.max(1, Math.round(times * baselineSteps()))));
  }

  /** A recipe with the new batch whose budget takes at most so many of the baseline's examples. */
  public Recipe longer(Recipe recipe, double times) {
    double gradients = times * cost(baseline).examples();
    long steps = TrainingCost.stepsWithin(recipe, examples, gradients);
    long perEpoch = StepCount.perEpoch(recipe.training().batch(), examples);
    long whole = steps / perEpoch * perEpoch;
    // A budget in epochs stays one where that costs no more than a tenth of it.
    boolean round =
        recipe.training().budget().unit() == Span.Unit.EPOCHS && whole >= NEARLY_ALL * steps;
    return evaluatedTenTimes(stretched(recipe, round ? whole : steps));
  }

  /** The same training over so many updates; whole epochs are written as such. */
  private Recipe stretched(Recipe recipe, long steps) {
    Span warmUp = recipe.training().schedule().warmUp();
    boolean counted = warmUp.unit() == Span.Unit.STEPS && warmUp.amount() > 0;
    double factor = (double) steps / cost(recipe).steps();
    Span stretchedWarmUp =
        counted ? Span.steps(Math.max(1, Math.round(warmUp.amount() * factor))) : warmUp;
    long perEpoch = StepCount.perEpoch(recipe.training().batch(), examples);
    boolean epochs = recipe.training().budget().unit() == Span.Unit.EPOCHS && steps % perEpoch == 0;
    return recipe.withTraining(
        recipe
            .training()
            .withBudget(epochs ? Span.epochs((double) steps / perEpoch) : Span.steps(steps))
            .withSchedule(recipe.training().schedule().withWarmUp(stretchedWarmUp)));
  }

  /** What a recipe takes on the training split. */
  public TrainingCost cost(Recipe recipe) {
    return TrainingCost.of(recipe, examples);
  }

  private Recipe evaluatedTenTimes(Recipe recipe) {
    long steps = StepCount.of(recipe.training(), examples);
    Span pace = Span.steps(Math.max(1, steps / 10));
    return recipe.withTraining(recipe.training().withEvaluation(pace));
  }

  /** Updates of the baseline. */
  public long baselineSteps() {
    return StepCount.of(baseline.training(), examples);
  }

  /** Updates of the changed recipe. */
  public long changedSteps() {
    return StepCount.of(baseline.training().withBatch(batch), examples);
  }
}
