package org.sweetspot.control.probe;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.NoiseOfMean;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * Reads noise and curvature at the current weights, under the batch statistics of training.
 *
 * <p>Noise: the gradients g_1, ..., g_m of m = {@value #BATCHES} batches of the training's size,
 * drawn independently. With the mean gradient gbar, S = sum |g_j - gbar|^2 / (m - 1) estimates the
 * variance of a batch gradient, so tr Sigma = B S (n - 1) / (n - B), the last factor for drawing
 * each batch without replacement; |G|^2 = |gbar|^2 - S / m. Both are unbiased; errors by the
 * jackknife over batches. Curvature: the top Hessian eigenvalue by Lanczos on at most {@value
 * #CURVATURE_EXAMPLES} examples to 1%. Cost: m gradients of a batch and some 20 Hessian products;
 * memory for m gradients.
 */
public final class ReadingTaker {
  private static final int BATCHES = 16;
  private static final int CURVATURE_EXAMPLES = 1024;

  private final int batch;
  private final Seed seed;

  /**
   * Reads with a seed of its own.
   *
   * @param batch of the training
   */
  public ReadingTaker(int batch, Seed seed) {
    this.batch = batch;
    this.seed = seed;
  }

  /**
   * The noise and the curvature at the weights that the problem has.
   *
   * @param progress of the training there, 0 to 1
   */
  public Reading read(Problem problem, double progress) {
    int n = problem.size(Split.TRAIN);
    int size = Math.min(batch, n - 1);
    double[][] products = new double[BATCHES][BATCHES];
    List<ParameterVector> gradients = new ArrayList<>();
    try {
      for (int j = 0; j < BATCHES; j++) {
        int[] order = seed.stream("reading/" + progress + "/" + j).permutation(n);
        ParameterVector gradient = problem.space().zero();
        gradients.add(gradient);
        problem.gradient(Batch.of(Split.TRAIN, Arrays.copyOf(order, size)), Mode.PROBE, gradient);
        for (int i = 0; i <= j; i++) {
          products[i][j] = products[j][i] = gradients.get(i).dot(gradient);
        }
      }
    } finally {
      gradients.forEach(ParameterVector::close);
    }
    double examplesPerVariance = (double) size * (n - 1) / (n - size);
    NoiseOfMean all = NoiseOfMean.ofProducts(products, -1);
    double[] curvature = curvature(problem, n, seed.stream("reading/curvature/" + progress));
    return new Reading(
        progress,
        examplesPerVariance * all.variance(),
        examplesPerVariance
            * Jackknife.standardError(BATCHES, j -> NoiseOfMean.ofProducts(products, j).variance()),
        all.squaredMean(),
        Jackknife.standardError(BATCHES, j -> NoiseOfMean.ofProducts(products, j).squaredMean()),
        curvature[0],
        curvature[1]);
  }

  private static double[] curvature(Problem problem, int n, RandomStream stream) {
    Optional<SecondOrder> second = problem.ability(SecondOrder.class);
    if (second.isEmpty()) {
      return new double[] {Double.NaN, Double.NaN};
    }
    int[] order = stream.permutation(n);
    Batch examples = Batch.of(Split.TRAIN, Arrays.copyOf(order, Math.min(n, CURVATURE_EXAMPLES)));
    try (Linearization graph = second.get().linearize(examples, Mode.PROBE);
        Eigenpairs pairs =
            Lanczos.largest(1).withTolerance(1e-2).withProducts(60).solve(graph, stream)) {
      return new double[] {pairs.top().get(0).value(), pairs.top().get(0).residual()};
    }
  }
}
