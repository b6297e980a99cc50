package org.sweetspot.measure.noise;

import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;
import org.sweetspot.vector.ParameterVector;

/**
 * Gradient noise from whole gradients at two batch sizes, under batch statistics ({@link
 * Mode#PROBE}) as in training.
 *
 * <p>Each round draws a big batch without replacement and cuts it into small ones; squared norms
 * are averaged over rounds before anything is divided. Drawing without replacement from n examples
 * leaves S over n - 1 and G2 of the population unbiased. Cost: {@value #ROUNDS} rounds of twice the
 * big batch; memory for one gradient.
 */
final class TwoBatchNoise {
  static final int ROUNDS = 20;
  static final int RATIO = 8;

  private final int small;
  private final int big;
  private final double[] smallSquares = new double[ROUNDS];
  private final double[] bigSquares = new double[ROUNDS];

  private TwoBatchNoise(int small, int big) {
    this.small = small;
    this.big = big;
  }

  static TwoBatchNoise of(MeasureContext context) {
    return context.shared(TwoBatchNoise.class, "batches", () -> compute(context));
  }

  private static TwoBatchNoise compute(MeasureContext context) {
    Split split = context.settings().split();
    int size = context.requireExamples(split);
    int small = small(context);
    TwoBatchNoise noise = new TwoBatchNoise(small, RATIO * small);
    try (ParameterVector gradient = context.problem().space().zero()) {
      for (int round = 0; round < ROUNDS; round++) {
        int[] order = context.stream("two-batch-noise/" + round).permutation(size);
        Batch batch = Batch.of(split, java.util.Arrays.copyOf(order, noise.big));
        noise.bigSquares[round] = square(context, batch, gradient);
        for (int i = 0; i < RATIO; i++) {
          Batch part = batch.slice(i * small, (i + 1) * small);
          noise.smallSquares[round] += square(context, part, gradient) / RATIO;
        }
      }
    }
    context.work().addGradients(passes(context, noise.big));
    return noise;
  }

  static List<Work> work(MeasureContext context) {
    long bytes =
        context.problem().space().dimension() * context.problem().space().precision().bytes();
    double passes = passes(context, RATIO * small(context));
    return List.of(new Work("gradients of batches of two sizes", passes, 0, bytes));
  }

  private static double passes(MeasureContext context, int big) {
    return 2.0 * ROUNDS * big / context.batch().size();
  }

  private static int small(MeasureContext context) {
    int size = context.requireExamples(context.settings().split());
    int most = Math.min(size, context.settings().chunk());
    if (most < 2 * RATIO) {
      throw new NotApplicableException(
          "needs at least "
              + 2 * RATIO
              + " examples in one pass for batches of two sizes, got "
              + most);
    }
    int trained = context.facts().batch() == 0 ? 32 : context.facts().batch();
    return Math.max(2, Math.min(trained, most / RATIO));
  }

  private static double square(MeasureContext context, Batch batch, ParameterVector gradient) {
    context.problem().gradient(batch, Mode.PROBE, gradient);
    return gradient.dot(gradient);
  }

  int small() {
    return small;
  }

  int big() {
    return big;
  }

  NoiseEstimate estimate() {
    return new NoiseEstimate(without(-1), ROUNDS, this::without);
  }

  private NoiseMoments without(int left) {
    return NoiseMoments.ofBatches(small, mean(smallSquares, left), big, mean(bigSquares, left));
  }

  private static double mean(double[] values, int left) {
    return IntStream.range(0, values.length)
        .filter(i -> i != left)
        .mapToDouble(i -> values[i])
        .average()
        .orElseThrow();
  }
}
