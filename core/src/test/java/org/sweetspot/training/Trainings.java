package org.sweetspot.training;

import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.Quadratic;

/** Short trainings of small problems. */
final class Trainings {
  static final ScheduleRecipe CONSTANT = new ScheduleRecipe.Constant(Span.steps(0));
  static final Seed SEED = new Seed(7);
  static final AugmentationRecipe VARIED = new AugmentationRecipe(1, false, 2);

  private Trainings() {}

  static TrainingRecipe recipe(OptimizerRecipe optimizer, Span budget) {
    return new TrainingRecipe(
        4, 1, optimizer, CONSTANT, budget, 0, AveragingRecipe.NONE, Span.steps(0));
  }

  static TrainingRecipe averaging(TrainingRecipe recipe, AveragingRecipe averaging) {
    return new TrainingRecipe(
        recipe.batch(),
        recipe.accumulation(),
        recipe.optimizer(),
        recipe.schedule(),
        recipe.budget(),
        recipe.clip(),
        averaging,
        recipe.evaluation());
  }

  static Training start(TrainingRecipe recipe, Problem problem) {
    return Training.start(recipe, AugmentationRecipe.NONE, problem, SEED);
  }

  /** A noiseless bowl, started at one. */
  static Quadratic bowl(double... curvatures) {
    Quadratic problem = Quadratic.diagonal(curvatures);
    double[] ones = new double[curvatures.length];
    java.util.Arrays.fill(ones, 1);
    problem.parameters().set(ones);
    return problem;
  }
}
