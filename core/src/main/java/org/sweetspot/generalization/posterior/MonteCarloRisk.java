package org.sweetspot.generalization.posterior;

import java.util.Arrays;
import org.sweetspot.generalization.bound.PosteriorRisk;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;

/**
 * The mean error of a posterior's networks on chosen examples.
 *
 * <p>Each draw takes one network and so many examples at random, with replacement: draws are
 * independent numbers in [0, 1] whose mean is the posterior's mean error on the examples, which is
 * all that the bounds on that mean ask for. Many networks on few examples each cost no more passes
 * than few networks on all, and are many more draws. Cost: draws x (p normal draws + a forward
 * pass).
 */
public final class MonteCarloRisk {
  private MonteCarloRisk() {}

  /**
   * Takes the draws; the weights of the problem come back as they were.
   *
   * @param examples indices into the training split that the bound is about
   * @param draws networks, at least 2
   * @param each examples for one network
   */
  public static PosteriorRisk of(
      Problem problem,
      GaussianPosterior posterior,
      int[] examples,
      int draws,
      int each,
      RandomStream stream) {
    double[] errors = errors(problem, posterior, Split.TRAIN, examples, draws, each, stream);
    return new PosteriorRisk(
        Sample.mean(errors),
        Sample.variance(errors),
        draws,
        posterior.divergence(),
        examples.length,
        false);
  }

  /** The posterior's mean error on a split, estimated the same way: for comparison. */
  public static double meanError(
      Problem problem,
      GaussianPosterior posterior,
      Split split,
      int draws,
      int each,
      RandomStream stream) {
    int[] all = new int[problem.size(split)];
    Arrays.setAll(all, i -> i);
    return Sample.mean(errors(problem, posterior, split, all, draws, each, stream));
  }

  /** The share of errors of each draw, on examples of any split. */
  static double[] errors(
      Problem problem,
      GaussianPosterior posterior,
      Split split,
      int[] examples,
      int draws,
      int each,
      RandomStream stream) {
    double[] before = problem.parameters().toArray();
    double[] errors = new double[draws];
    for (int draw = 0; draw < draws; draw++) {
      problem.parameters().set(posterior.draw(stream));
      int[] chosen = new int[each];
      for (int i = 0; i < each; i++) {
        chosen[i] = examples[stream.nextInt(examples.length)];
      }
      errors[draw] = (double) wrong(problem, Batch.of(split, chosen)) / each;
    }
    problem.parameters().set(before);
    return errors;
  }

  /** How many of a batch the network gets wrong. */
  public static int wrong(Problem problem, Batch batch) {
    Predictions predictions =
        problem
            .ability(Outputs.class)
            .orElseThrow(
                () -> new IllegalArgumentException("errors: expected a classifier, got another"))
            .predictions(batch, Mode.EVALUATE);
    int wrong = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      wrong += predictions.predicted(row) == predictions.label(row) ? 0 : 1;
    }
    return wrong;
  }
}
