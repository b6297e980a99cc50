package org.sweetspot.generalization.posterior;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.sweetspot.generalization.bound.PacBayesForm;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.ScheduleRecipe;
import org.sweetspot.recipe.Span;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.training.Observer;
import org.sweetspot.training.Training;

/**
 * Trains a posterior whose PAC-Bayes bound is small.
 *
 * <p>The training examples are split at random. On the first part the recipe's own training finds
 * the prior's mean, and errors there the largest prior deviation that costs little; the other part,
 * which neither has seen, is what the bound is about. Then mean and deviations are trained on a
 * bound of the loss on the other part. Cost: one training on a part, and one of as many epochs as
 * asked at twice the parameters.
 *
 * @param form the objective
 * @param priorShare of the training examples that the prior is trained on
 * @param epochs of the posterior over the bound's part
 * @param rate of the posterior's plain gradient descent with momentum 0.9
 * @param batch of the posterior
 * @param delta that the objective is for
 */
public record PosteriorTraining(
    PacBayesForm form, double priorShare, double epochs, double rate, int batch, double delta) {
  /** What certificates use unless asked otherwise. */
  public static final PosteriorTraining DEFAULT =
      new PosteriorTraining(PacBayesForm.KL, 0.5, 2, 1e-4, 250, 0.05);

  /** The same for another probability of failure. */
  public PosteriorTraining withDelta(double value) {
    return new PosteriorTraining(form, priorShare, epochs, rate, batch, value);
  }

  /** The cross-entropy of a network that gives the right class one chance in so many. */
  private static final double RANGE = Math.log(1e4);

  private static final double[] DEVIATIONS = {0.05, 0.03, 0.02, 0.01, 0.005, 0.003, 0.001, 3e-4};
  private static final double ALLOWED = 0.005;
  private static final int TRIALS = 20;
  private static final int TRIAL_EXAMPLES = 500;

  /**
   * The outcome.
   *
   * @param posterior beside its prior
   * @param examples indices of the bound's examples in the training split
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Outcome(GaussianPosterior posterior, int[] examples) {}

  /**
   * Trains prior and posterior; the weights of the problem are moved, and are the prior's start.
   *
   * @param recipe of the prior's training
   * @param phases gives the observers of a training of that name
   */
  public Outcome train(
      Problem problem,
      TrainingRecipe recipe,
      Seed seed,
      Function<String, List<? extends Observer>> phases) {
    int[] order = seed.stream("posterior/split").permutation(problem.size(Split.TRAIN));
    int cut = (int) Math.round(priorShare * order.length);
    int[] known = Arrays.copyOfRange(order, 0, cut);
    int[] fresh = Arrays.copyOfRange(order, cut, order.length);
    run(
        new ExampleSubset(problem, known),
        recipe,
        seed.child("posterior/prior"),
        phases.apply("prior"));
    double[] mean = problem.parameters().toArray();
    double deviation = deviation(problem, mean, known, seed.stream("posterior/deviation"));
    try (PosteriorProblem posterior =
        new PosteriorProblem(
            new ExampleSubset(problem, fresh),
            form,
            delta,
            RANGE,
            mean,
            deviation,
            fresh.length,
            seed.stream("posterior/draws"))) {
      run(posterior, plain(fresh.length), seed.child("posterior"), phases.apply("posterior"));
      GaussianPosterior found = posterior.posterior();
      problem.parameters().set(found.mean());
      return new Outcome(found, fresh);
    }
  }

  private TrainingRecipe plain(int examples) {
    Span budget = Span.epochs(epochs);
    return new TrainingRecipe(
        Math.min(batch, examples),
        1,
        new OptimizerRecipe.Sgd(rate, 0.9, false, 0, true),
        new ScheduleRecipe.Constant(Span.steps(0)),
        budget,
        0,
        AveragingRecipe.NONE,
        budget);
  }

  private static void run(
      Problem problem, TrainingRecipe recipe, Seed seed, List<? extends Observer> observers) {
    try (Training training = Training.start(recipe, AugmentationRecipe.NONE, problem, seed)) {
      training.run(observers);
    }
  }

  /** The largest deviation that costs little on the prior's own examples. */
  private static double deviation(
      Problem problem, double[] mean, int[] known, RandomStream stream) {
    double plain = error(problem, mean, 0, known, stream);
    for (double deviation : DEVIATIONS) {
      if (error(problem, mean, deviation, known, stream) <= plain + ALLOWED) {
        problem.parameters().set(mean);
        return deviation;
      }
    }
    problem.parameters().set(mean);
    return DEVIATIONS[DEVIATIONS.length - 1];
  }

  private static double error(
      Problem problem, double[] mean, double deviation, int[] known, RandomStream stream) {
    double wrong = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
      double[] weights = mean.clone();
      for (int i = 0; i < weights.length && deviation > 0; i++) {
        weights[i] += deviation * stream.nextGaussian();
      }
      problem.parameters().set(weights);
      int[] chosen = new int[TRIAL_EXAMPLES];
      Arrays.setAll(chosen, i -> known[stream.nextInt(known.length)]);
      wrong += MonteCarloRisk.wrong(problem, Batch.of(Split.TRAIN, chosen));
    }
    return wrong / TRIALS / TRIAL_EXAMPLES;
  }
}
