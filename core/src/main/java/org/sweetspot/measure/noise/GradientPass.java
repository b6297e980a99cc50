package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * One visit of every example's gradient, and all that measures of noise need of it: squared norms,
 * whole and group by group; sums over random blocks of examples, for jackknives; some whole
 * gradients; some coordinates of all gradients.
 *
 * <p>Cost: one pass of per-example gradients, shared by all measures of a context. Memory: a half
 * of what the settings allow for whole gradients, a quarter for block sums, a quarter for
 * coordinates.
 */
public final class GradientPass implements AutoCloseable {
  static final String WORK = "visit of every example's gradient";
  private static final int COORDINATES = 2048;

  private final List<ParameterGroup> groups;
  private final int examples;
  private final int[] blockOf;
  private final int blocks;
  private final double[] sizes;
  private final double[] squares;
  private final double[][] groupSquares;
  private final double[][] along;
  private final double[][] lengths;
  private final double[] squareOfSum;
  private final List<ParameterVector> kept = new ArrayList<>();
  private final List<double[][]> samples = new ArrayList<>();
  private final int[][] coordinates;
  private final ParameterVector mean;
  private final Conventions conventions;

  private GradientPass(MeasureContext context) {
    PerExample source = context.subject().require(PerExample.class);
    Batch batch = context.sampling().batch();
    examples = batch.size();
    ExampleNoise.requireEnough(batch);
    groups = context.subject().problem().space().groups();
    blocks = blocks(context, examples);
    int[] order = context.sampling().stream("gradients/blocks").permutation(examples);
    blockOf = new int[examples];
    sizes = new double[blocks];
    for (int rank = 0; rank < examples; rank++) {
      blockOf[order[rank]] = (int) ((long) rank * blocks / examples);
      sizes[blockOf[order[rank]]]++;
    }
    int holding = holding(context, examples);
    boolean[] hold = new boolean[examples];
    // All in their order, or the first of the random order.
    IntStream.range(0, holding).forEach(rank -> hold[order[rank]] = true);
    squares = new double[examples];
    groupSquares = new double[blocks][groups.size()];
    along = new double[blocks][groups.size()];
    lengths = new double[blocks][groups.size()];
    squareOfSum = new double[groups.size()];
    coordinates = coordinates(context, groups, examples);
    for (int[] chosen : coordinates) {
      samples.add(new double[examples][chosen.length]);
    }
    List<ParameterVector> sums = new ArrayList<>();
    ParameterVector total = context.subject().problem().space().zero();
    mean = total;
    try {
      for (int k = 0; k < blocks; k++) {
        sums.add(context.subject().problem().space().zero());
      }
      int from = 0;
      for (Batch chunk : context.sampling().chunks(batch)) {
        int start = from;
        source.gradients(
            chunk, (i, gradient) -> see(start + i, gradient, sums.get(blockOf[start + i]), hold));
        from += chunk.size();
      }
      sums.forEach(sum -> total.add(1, sum));
      context.bench().work().addGradients(1);
      for (int g = 0; g < groups.size(); g++) {
        try (ParameterVector whole = total.view(groups.get(g))) {
          squareOfSum[g] = whole.dot(whole);
          for (int k = 0; k < blocks; k++) {
            try (ParameterVector part = sums.get(k).view(groups.get(g))) {
              along[k][g] = part.dot(whole);
              lengths[k][g] = part.dot(part);
            }
          }
        }
      }
      total.scale(1.0 / examples);
    } finally {
      sums.forEach(ParameterVector::close);
    }
    conventions = context.sampling().conventions(Mode.EVALUATE);
  }

  /** The visit that all measures of a context share. */
  public static GradientPass of(MeasureContext context) {
    return context.bench().shared(GradientPass.class, "examples", () -> new GradientPass(context));
  }

  /** The visit as the plan shows it. */
  public static List<Work> work(MeasureContext context) {
    context.subject().require(PerExample.class);
    ExampleNoise.requireEnough(context.sampling().batch());
    int examples = context.sampling().batch().size();
    long dimension = context.subject().problem().space().dimension();
    int groups = context.subject().problem().space().groups().size();
    double vectors = holding(context, examples) + blocks(context, examples) + 2.0;
    double sampled = Math.min((double) dimension, (double) COORDINATES * groups) * examples * 8;
    double bytes =
        vectors * dimension * context.subject().problem().space().precision().bytes()
            + Math.min(sampled, context.bench().settings().memory() / 4.0);
    return List.of(new Work(WORK, 1, 0, (long) bytes));
  }

  /** How many whole gradients are kept. */
  static int holding(MeasureContext context, int examples) {
    return Math.min(
        Math.min(examples, Math.max(4, context.bench().settings().products())),
        context.bench().vectors(context.subject().problem().space(), 8, 2 * examples) / 2);
  }

  private static int blocks(MeasureContext context, int examples) {
    return Math.max(
        2,
        Math.min(
            context.bench().vectors(context.subject().problem().space(), 8, 80) / 4,
            Math.min(20, examples / 2)));
  }

  private static int[][] coordinates(
      MeasureContext context, List<ParameterGroup> groups, int examples) {
    RandomStream stream = context.sampling().stream("gradients/coordinates");
    long fitting =
        context.bench().settings().memory() / 4 / 8 / examples / Math.max(1, groups.size());
    int most = (int) Math.max(1, Math.min(COORDINATES, fitting));
    int[][] chosen = new int[groups.size()][];
    for (int g = 0; g < chosen.length; g++) {
      int size = ArraySize.of("weights of " + groups.get(g).name(), groups.get(g).size());
      int offset = ArraySize.of("weights", groups.get(g).offset());
      int[] all = size <= most ? IntStream.range(0, size).toArray() : stream.permutation(size);
      chosen[g] =
          Arrays.stream(all).limit(Math.min(size, most)).sorted().map(j -> offset + j).toArray();
    }
    return chosen;
  }

  private void see(int i, ParameterVector gradient, ParameterVector sum, boolean[] hold) {
    double[] entries = gradient.toArray();
    for (int g = 0; g < groups.size(); g++) {
      int from = (int) groups.get(g).offset();
      int to = from + (int) groups.get(g).size();
      double square = 0;
      for (int j = from; j < to; j++) {
        square += entries[j] * entries[j];
      }
      groupSquares[blockOf[i]][g] += square;
      squares[i] += square;
      int[] chosen = coordinates[g];
      double[] row = samples.get(g)[i];
      for (int j = 0; j < chosen.length; j++) {
        row[j] = entries[chosen[j]];
      }
    }
    if (!Double.isFinite(squares[i])) {
      throw new UndefinedException(
          "gradients: expected finite numbers, got a squared norm of " + squares[i]);
    }
    sum.add(1, gradient);
    if (hold[i]) {
      kept.add(gradient.copy());
    }
  }

  /** Number of examples. */
  public int examples() {
    return examples;
  }

  /** The parameter groups. */
  public List<ParameterGroup> groups() {
    return groups;
  }

  /** Squared norm of each example's gradient, in the batch's order. */
  double[] squares() {
    return squares.clone();
  }

  /** Some whole gradients, in the batch's order: all, or a random part. Owned by this pass. */
  List<ParameterVector> kept() {
    return kept;
  }

  /** The mean gradient. Owned by this pass. */
  ParameterVector mean() {
    return mean;
  }

  /**
   * Gradient noise, examples x coordinates of one group: gradients less their mean. All coordinates
   * of the group, or at most 2048 random ones.
   */
  public double[][] noise(int group) {
    double[][] rows = samples.get(group);
    int width = coordinates[group].length;
    double[] means = new double[width];
    for (double[] row : rows) {
      for (int j = 0; j < width; j++) {
        means[j] += row[j] / examples;
      }
    }
    double[][] noise = new double[examples][width];
    for (int i = 0; i < examples; i++) {
      for (int j = 0; j < width; j++) {
        noise[i][j] = rows[i][j] - means[j];
      }
    }
    return noise;
  }

  /** The data, in words. */
  public Conventions conventions() {
    return conventions;
  }

  int blocks() {
    return blocks;
  }

  /** The sums over all examples, where the gradients do not cancel. */
  GradientSums requireSum() {
    GradientSums all = without(-1, -1);
    if (!(all.ofSum() > 0)) {
      throw new NotApplicableException(
          all.ofSquares() > 0
              ? "the examples' gradients cancel: their sum is exactly zero"
              : "every example's gradient is exactly zero");
    }
    return all;
  }

  /** Refuses gradients that are all equal but for rounding. */
  public void requireNoise() {
    if (without(-1, -1).trace() == 0) {
      throw new NotApplicableException(
          "the gradients of all examples are equal to rounding: there is no noise");
    }
  }

  /** The sums over all examples but one block ({@code -1} for none), of one group or all. */
  GradientSums without(int block, int group) {
    double n = examples;
    double ofSquares = 0;
    double ofSum = 0;
    for (int g = 0; g < groups.size(); g++) {
      if (group < 0 || group == g) {
        for (int k = 0; k < blocks; k++) {
          ofSquares += k == block ? 0 : groupSquares[k][g];
        }
        ofSum += squareOfSum[g];
        if (block >= 0) {
          ofSum += lengths[block][g] - 2 * along[block][g];
        }
      }
    }
    return new GradientSums(
        block < 0 ? n : n - sizes[block], ofSquares, ofSum, mean.space().precision());
  }

  @Override
  public void close() {
    kept.forEach(ParameterVector::close);
    mean.close();
  }
}
