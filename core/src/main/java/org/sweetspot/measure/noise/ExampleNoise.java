package org.sweetspot.measure.noise;

import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/**
 * Gradient noise from the squared gradient norms of single examples and the mean gradients of
 * blocks of examples; exact for the examples at hand.
 *
 * <p>Where training ties examples to their batch (batch statistics, dropout) they have no gradients
 * of their own, and the noise is that of whole batches: {@link TwoBatchNoise}.
 *
 * <p>Cost: one pass of squared norms and one gradient over the measured examples; memory for
 * {@value #BLOCKS} gradients, fewer where they would not fit, from which the jackknife leaves out
 * one at a time.
 */
final class ExampleNoise {
  static final int BLOCKS = 20;
  static final String ESTIMATOR =
      "unbiased, from squared gradient norms of single examples; standard error by a jackknife"
          + " over random blocks of examples, "
          + NoiseEstimate.MEANING;

  private ExampleNoise() {}

  /** The estimate of the mode that judges steps, which all measures of a context share. */
  static NoiseEstimate of(MeasureContext context) {
    return fromBatches(context) ? TwoBatchNoise.of(context).estimate() : ofSingles(context);
  }

  /** The estimate from single examples, as the network is used. */
  static NoiseEstimate ofSingles(MeasureContext context) {
    return context.bench().shared(NoiseEstimate.class, "examples", () -> compute(context));
  }

  /** Squared norms and gradients of blocks. */
  static List<Work> work(MeasureContext context) {
    if (fromBatches(context)) {
      return TwoBatchNoise.work(context);
    }
    return singlesWork(context);
  }

  /** The same for {@link #ofSingles}. */
  static List<Work> singlesWork(MeasureContext context) {
    context.subject().require(PerExample.class);
    requireEnough(context.sampling().batch());
    int vectors =
        context
                .bench()
                .vectors(
                    context.subject().problem().space(),
                    2,
                    Math.min(BLOCKS, context.sampling().batch().size() / 2))
            + 2;
    long bytes =
        context.subject().problem().space().dimension()
            * context.subject().problem().space().precision().bytes();
    return List.of(
        new Work("squared gradient norms and gradients of blocks", 2, 0, vectors * bytes));
  }

  static void requireEnough(Batch batch) {
    if (batch.size() < 4) {
      throw new NotApplicableException(
          "needs at least 4 examples to tell noise and its error, got " + batch.size());
    }
  }

  /** Whether training ties examples to their batch, so that noise is that of whole batches. */
  private static boolean fromBatches(MeasureContext context) {
    return context.subject().problem().mixesExamples(context.subject().stepMode());
  }

  static String estimator(MeasureContext context) {
    return fromBatches(context) ? TwoBatchNoise.ESTIMATOR : ESTIMATOR;
  }

  static Conventions singlesConventions(MeasureContext context) {
    return context
        .sampling()
        .conventions(Mode.EVALUATE)
        .and(Conventions.DEFINITION, "covariance over n - 1, summed over all weights");
  }

  static Conventions conventions(MeasureContext context) {
    if (fromBatches(context)) {
      return TwoBatchNoise.of(context).conventions(context);
    }
    return singlesConventions(context);
  }

  private static NoiseEstimate compute(MeasureContext context) {
    PerExample perExample = context.subject().require(PerExample.class);
    Problem problem = context.subject().problem();
    Batch batch = context.sampling().batch();
    requireEnough(batch);
    // In random order: examples that lie class by class would make blocks of one kind each.
    int[] indices = batch.indices();
    int[] order = context.sampling().stream("gradient-noise/blocks").permutation(indices.length);
    int blocks =
        context
            .bench()
            .vectors(context.subject().problem().space(), 2, Math.min(BLOCKS, batch.size() / 2));
    try (BlockSums sums = new BlockSums(blocks, problem.space()::zero);
        ParameterVector part = problem.space().zero()) {
      for (int k = 0; k < blocks; k++) {
        int from = (int) ((long) indices.length * k / blocks);
        int to = (int) ((long) indices.length * (k + 1) / blocks);
        int[] chosen = Arrays.stream(order, from, to).sorted().map(i -> indices[i]).toArray();
        for (Batch chunk : context.sampling().chunks(Batch.of(batch.split(), chosen))) {
          double squares = Arrays.stream(perExample.squaredGradientNorms(chunk)).sum();
          problem.gradient(chunk, Mode.EVALUATE, part);
          sums.add(k, chunk.size(), squares, part);
        }
      }
      context.bench().work().addGradients(2);
      BlockSums all = sums.finish();
      return new NoiseEstimate(all.without(-1), blocks, all::without);
    }
  }
}
