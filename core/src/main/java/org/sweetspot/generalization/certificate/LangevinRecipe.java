package org.sweetspot.generalization.certificate;

import java.util.Iterator;
import java.util.Optional;
import org.sweetspot.generalization.bound.LangevinTraining;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.GradientNoiseRecipe;
import org.sweetspot.recipe.InitializationRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.SharpnessAwareRecipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.GaussianPrior;
import org.sweetspot.vector.ParameterGroup;

/** Recognizes a training by Langevin dynamics, and measures where it starts. */
final class LangevinRecipe {
  private static final int STARTS = 20;

  private LangevinRecipe() {}

  /**
   * The training of a recipe; empty where it has no noise of a temperature. Cost: 20 passes over
   * the training examples. The weights come back as they were.
   */
  static Optional<LangevinTraining> of(Recipe recipe, Problem problem, Seed seed) {
    GradientNoiseRecipe noise = recipe.training().gradientNoise();
    if (noise.kind() != GradientNoiseRecipe.Kind.LANGEVIN) {
      return Optional.empty();
    }
    double[] losses = startLosses(problem, seed);
    return Optional.of(
        new LangevinTraining(
            1 / noise.scale(),
            Sample.mean(losses),
            Sample.standardError(losses),
            problem.size(Split.TRAIN),
            mismatch(recipe)));
  }

  /** Mean training loss at draws from the prior. */
  static double[] startLosses(Problem problem, Seed seed) {
    double[] before = problem.parameters().toArray();
    double[] losses = new double[STARTS];
    Batch all = Batch.range(Split.TRAIN, 0, problem.size(Split.TRAIN));
    for (int i = 0; i < STARTS; i++) {
      problem.parameters().set(draw(problem, seed.child("start/" + i)));
      losses[i] = loss(problem, all);
    }
    problem.parameters().set(before);
    return losses;
  }

  /** Weights drawn from the prior. */
  static double[] draw(Problem problem, Seed seed) {
    double[] weights = new double[Math.toIntExact(problem.space().dimension())];
    RandomStream stream = seed.stream("prior");
    Iterator<Double> variances = GaussianPrior.variances(problem.space().groups()).iterator();
    for (ParameterGroup group : problem.space().groups()) {
      double deviation = Math.sqrt(variances.next());
      for (int i = (int) group.offset(); i < group.offset() + group.size(); i++) {
        weights[i] = deviation * stream.nextGaussian();
      }
    }
    return weights;
  }

  private static double loss(Problem problem, Batch all) {
    double sum = 0;
    for (int from = 0; from < all.size(); from += 1000) {
      Batch chunk = all.slice(from, Math.min(all.size(), from + 1000));
      sum += chunk.size() * problem.loss(chunk, Mode.EVALUATE);
    }
    return sum / all.size();
  }

  private static String mismatch(Recipe recipe) {
    TrainingRecipe training = recipe.training();
    InitializationRecipe start = recipe.model().initialization();
    if (!(training.optimizer() instanceof OptimizerRecipe.Sgd sgd)
        || sgd.momentum() != 0
        || sgd.weightDecay() != 0) {
      return "the update is another than plain gradient descent without momentum and decay";
    }
    if (start.kind() != InitializationRecipe.Kind.GAUSSIAN
        || start.scale() != 1
        || start.shape() != 1
        || !recipe.model().hasOneRate()) {
      return "the start is no draw from the prior of the dynamics";
    }
    if (training.clip() != 0
        || training.averaging().kind() != AveragingRecipe.Kind.NONE
        || training.sharpnessAware().kind() != SharpnessAwareRecipe.Kind.NONE) {
      return "clipping, averaging or sharpness-aware gradients change the dynamics";
    }
    return "";
  }
}
