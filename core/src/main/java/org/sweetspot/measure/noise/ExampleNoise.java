package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * <p>Cost: one pass of squared norms and one gradient over the measured examples; memory for
 * {@value #BLOCKS} gradients, fewer where they would not fit, from which the jackknife leaves out
 * one at a time.
 */
final class ExampleNoise {
  static final int BLOCKS = 20;
  static final String ESTIMATOR =
      "unbiased, from squared gradient norms of single examples; standard error by a jackknife"
          + " over blocks of examples";

  private final int blocks;
  private final double[] sizes;
  private final double[] squares;
  private final double[] alongTotal;
  private final double[] lengths;
  private double examples;
  private double sumOfSquares;
  private double squareOfSum;

  private ExampleNoise(int blocks) {
    this.blocks = blocks;
    sizes = new double[blocks];
    squares = new double[blocks];
    alongTotal = new double[blocks];
    lengths = new double[blocks];
  }

  /** The estimate that all measures of a context share. */
  static NoiseEstimate of(MeasureContext context) {
    // Where all gradients are visited for other measures, their sums are at hand.
    return context.shared(
        NoiseEstimate.class,
        "examples",
        () ->
            context
                .known(GradientPass.class, GradientPass.PART)
                .or(() -> GradientPass.asked(context))
                .map(GradientPass::estimate)
                .orElseGet(() -> compute(context).estimate()));
  }

  /** The shared visit where others make it anyway; otherwise squared norms and block gradients. */
  static List<Work> work(MeasureContext context) {
    if (GradientPass.isAsked(context)) {
      return GradientPass.work(context);
    }
    context.require(PerExample.class);
    requireEnough(context.batch());
    int vectors = context.vectors(2, Math.min(BLOCKS, context.batch().size() / 2)) + 2;
    long bytes =
        context.problem().space().dimension() * context.problem().space().precision().bytes();
    return List.of(
        new Work("squared gradient norms and gradients of blocks", 2, 0, vectors * bytes));
  }

  static void requireEnough(Batch batch) {
    if (batch.size() < 4) {
      throw new NotApplicableException(
          "needs at least 4 examples to tell noise and its error, got " + batch.size());
    }
  }

  static String conventions(MeasureContext context) {
    return context.conventions(Mode.EVALUATE) + "; covariance over n - 1, summed over all weights";
  }

  private static ExampleNoise compute(MeasureContext context) {
    PerExample examples = context.require(PerExample.class);
    Batch batch = context.batch();
    requireEnough(batch);
    ExampleNoise noise = new ExampleNoise(context.vectors(2, Math.min(BLOCKS, batch.size() / 2)));
    List<ParameterVector> sums = new ArrayList<>();
    try (ParameterVector total = context.problem().space().zero();
        ParameterVector part = context.problem().space().zero()) {
      for (int k = 0; k < noise.blocks; k++) {
        Batch block =
            batch.slice(
                (int) ((long) batch.size() * k / noise.blocks),
                (int) ((long) batch.size() * (k + 1) / noise.blocks));
        ParameterVector sum = context.problem().space().zero();
        sums.add(sum);
        noise.add(k, context.chunks(block), context.problem(), examples, sum, part);
        total.add(1, sum);
      }
      context.work().addGradients(2);
      noise.squareOfSum = total.dot(total);
      for (int k = 0; k < noise.blocks; k++) {
        noise.alongTotal[k] = sums.get(k).dot(total);
        noise.lengths[k] = sums.get(k).dot(sums.get(k));
      }
    } finally {
      sums.forEach(ParameterVector::close);
    }
    return noise;
  }

  private void add(
      int block,
      List<Batch> chunks,
      Problem problem,
      PerExample perExample,
      ParameterVector sum,
      ParameterVector part) {
    for (Batch chunk : chunks) {
      squares[block] += Arrays.stream(perExample.squaredGradientNorms(chunk)).sum();
      problem.gradient(chunk, Mode.EVALUATE, part);
      sum.add(chunk.size(), part);
      sizes[block] += chunk.size();
    }
    examples += sizes[block];
    sumOfSquares += squares[block];
  }

  private NoiseEstimate estimate() {
    return new NoiseEstimate(
        NoiseMoments.ofSums(examples, sumOfSquares, squareOfSum),
        blocks,
        k ->
            NoiseMoments.ofSums(
                examples - sizes[k],
                sumOfSquares - squares[k],
                squareOfSum - 2 * alongTotal[k] + lengths[k]));
  }
}
