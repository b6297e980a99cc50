package org.sweetspot.generalization.posterior;

import java.util.Map;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.reference.SoftmaxRegression;

/** Two overlapping classes in the plane, whose best linear classifier errs on 16% of examples. */
public final class Blobs {
  private Blobs() {}

  /** A linear classifier of them, at weights of zero. */
  public static SoftmaxRegression problem(int train, int test, long seed) {
    return new SoftmaxRegression(
        2,
        0,
        Map.of(
            Split.TRAIN, table(train, new Seed(seed).stream("train")),
            Split.TEST, table(test, new Seed(seed).stream("test"))));
  }

  /** Plain gradient descent for so many epochs. */
  public static TrainingRecipe recipe(int batch, double rate, double epochs) {
    return new TrainingRecipe(
        batch,
        1,
        new OptimizerRecipe.Sgd(rate, 0, false, 0, true),
        new ScheduleRecipe.Constant(Span.steps(0)),
        Span.epochs(epochs),
        0,
        AveragingRecipe.NONE,
        Span.epochs(epochs));
  }

  private static SoftmaxRegression.Table table(int size, RandomStream stream) {
    double[][] inputs = new double[size][2];
    int[] labels = new int[size];
    for (int i = 0; i < size; i++) {
      labels[i] = stream.nextInt(2);
      // The means are two deviations apart: a share of 15.9% is nearer to the other one.
      inputs[i][0] = (labels[i] == 0 ? -1 : 1) + stream.nextGaussian();
      inputs[i][1] = stream.nextGaussian();
    }
    return new SoftmaxRegression.Table(inputs, labels);
  }
}
