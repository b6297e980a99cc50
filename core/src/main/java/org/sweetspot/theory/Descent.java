package org.sweetspot.theory;

import java.util.List;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.Training;

/**
 * A training of a small problem with the trainer that trains networks.
 *
 * @param rate of plain descent
 * @param momentum of the heavy ball
 * @param batch examples in one update; all where it is 0
 * @param temperature of Langevin dynamics; 0 for none
 * @param warmUp updates over which the rate rises from 0 to its value
 */
public record Descent(double rate, double momentum, int batch, double temperature, long warmUp) {
  /** At one rate from the first update on. */
  public Descent(double rate, double momentum, int batch, double temperature) {
    this(rate, momentum, batch, temperature, 0);
  }

  /** Full-batch gradient descent. */
  public static Descent plain(double rate) {
    return new Descent(rate, 0, 0, 0);
  }

  /** The same, with a rate that rises over so many updates. */
  public Descent withWarmUp(long updates) {
    return new Descent(rate, momentum, batch, temperature, updates);
  }

  /** Looks at the weights after an update. */
  @FunctionalInterface
  public interface Look {
    /** After the update of that number, from 1. */
    void at(long step, double[] weights);
  }

  /** So many updates; the problem then stands where they led. */
  public void run(Problem problem, long steps, Seed seed, Look look) {
    TrainingRecipe recipe =
        new TrainingRecipe(
            batch == 0 ? problem.size(Split.TRAIN) : batch,
            1,
            new OptimizerRecipe.Sgd(rate, momentum, false, 0, true),
            new ScheduleRecipe.Constant(Span.steps(warmUp)),
            Span.steps(steps),
            0,
            AveragingRecipe.NONE,
            Span.steps(0));
    if (temperature > 0) {
      recipe =
          recipe.withGradientNoise(
              new GradientNoiseRecipe(GradientNoiseRecipe.Kind.LANGEVIN, temperature, 1.5, 0));
    }
    Observer observer =
        new Observer() {
          @Override
          public void stepped(Problem moved, StepReport report) {
            look.at(report.step(), moved.parameters().toArray());
          }
        };
    try (Training training = Training.start(recipe, AugmentationRecipe.NONE, problem, seed)) {
      training.run(List.of(observer));
    }
  }
}
