package org.sweetspot.control.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.NoiseOfMean;
import org.sweetspot.statistics.Sample;
import org.sweetspot.training.GradientSource;
import org.sweetspot.training.Update;
import org.sweetspot.vector.ParameterVector;

/**
 * Reads at the current weights how far each part of a change moves the gradient: {@value #BATCHES}
 * independent batches of the training's size, each with the plain gradient and the one with that
 * part alone changed, under the batch statistics of training.
 *
 * <p>From the errors e_j: |e_j|^2; with all inner products |E e|^2 without bias ({@link
 * NoiseOfMean}), by the jackknife over batches; E e . G from pairs of different batches, so that
 * noise common to both does not enter. Cost: {@value #BATCHES} gradients for each part and once
 * more; memory for twice as many gradients as batches.
 */
public final class ErrorTaker {
  private static final int BATCHES = 16;

  private final int batch;
  private final Seed seed;

  /**
   * Reads with a seed of its own.
   *
   * @param batch of the training
   */
  public ErrorTaker(int batch, Seed seed) {
    this.batch = batch;
    this.seed = seed;
  }

  /**
   * The errors at the weights that the problem has, which stay as they are.
   *
   * @param parts each alone
   * @param whole all of them
   * @param progress of the training there, 0 to 1
   */
  public ErrorReading read(
      Problem problem, List<ChangedPart> parts, ChangedPart whole, double progress) {
    int n = problem.size(Split.TRAIN);
    int size = Math.min(batch, n - 1);
    List<Batch> batches = new ArrayList<>();
    List<ParameterVector> plain = new ArrayList<>();
    List<ParameterVector> errors = new ArrayList<>();
    try {
      List<Double> losses = new ArrayList<>();
      for (int j = 0; j < BATCHES; j++) {
        int[] order = seed.stream("errors/" + progress + "/" + j).permutation(n);
        batches.add(Batch.of(Split.TRAIN, Arrays.copyOf(order, size)));
        plain.add(problem.space().zero());
        errors.add(problem.space().zero());
        losses.add(problem.gradient(batches.get(j), Mode.PROBE, plain.get(j)));
      }
      double[][] products = products(plain, plain);
      Seed draws = new Seed(seed.stream("errors/draws/" + progress).nextLong());
      Reader reader = new Reader(problem, batches, plain, errors, losses, draws);
      List<PartError> each = new ArrayList<>();
      for (ChangedPart part : parts) {
        each.add(reader.read(part, progress));
      }
      List<Double> without = new ArrayList<>();
      for (int j = 0; j < BATCHES; j++) {
        without.add(NoiseOfMean.ofProducts(products, j).variance());
      }
      return new ErrorReading(
          progress,
          NoiseOfMean.ofProducts(products, -1).variance(),
          without,
          NoiseOfMean.ofProducts(products, -1).squaredMean(),
          each,
          reader.read(whole, progress));
    } finally {
      plain.forEach(ParameterVector::close);
      errors.forEach(ParameterVector::close);
    }
  }

  private static double[][] products(List<ParameterVector> a, List<ParameterVector> b) {
    double[][] products = new double[a.size()][b.size()];
    for (int i = 0; i < a.size(); i++) {
      for (int j = 0; j < b.size(); j++) {
        products[i][j] = a == b && j < i ? products[j][i] : a.get(i).dot(b.get(j));
      }
    }
    return products;
  }

  /** The plain gradients, and room for the errors. */
  private record Reader(
      Problem problem,
      List<Batch> batches,
      List<ParameterVector> plain,
      List<ParameterVector> errors,
      List<Double> losses,
      Seed draws) {
    PartError read(ChangedPart part, double progress) {
      double[] rises = new double[BATCHES];
      try (GradientSource source = GradientSource.ofBatch(part.training(), problem, draws)) {
        for (int j = 0; j < BATCHES; j++) {
          Update update = new Update(j + 1L, progress, 0);
          double loss = source.take(batches.get(j), Mode.PROBE, update, errors.get(j));
          rises[j] = loss - losses.get(j);
          errors.get(j).add(-1, plain.get(j));
        }
      }
      double[][] products = products(errors, errors);
      List<Double> squares = new ArrayList<>();
      for (int j = 0; j < BATCHES; j++) {
        squares.add(products[j][j]);
      }
      return new PartError(
          part.name(),
          squares,
          NoiseOfMean.ofProducts(products, -1).squaredMean(),
          Jackknife.standardError(BATCHES, j -> NoiseOfMean.ofProducts(products, j).squaredMean()),
          ofDifferentBatches(products(errors, plain)),
          Sample.mean(rises),
          Sample.standardError(rises));
    }

    private static double ofDifferentBatches(double[][] products) {
      double sum = 0;
      for (int i = 0; i < BATCHES; i++) {
        for (int j = 0; j < BATCHES; j++) {
          sum += i == j ? 0 : products[i][j];
        }
      }
      return sum / (BATCHES * (BATCHES - 1));
    }
  }
}
