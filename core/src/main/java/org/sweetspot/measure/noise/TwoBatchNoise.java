package org.sweetspot.measure.noise;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;

/**
 * Gradient noise from whole gradients of batches as small as in training, each with batch
 * statistics of its own where training takes them so, and of all of them together.
 *
 * <p>The measured examples part into random blocks; each of {@value #ROUNDS} rounds cuts every
 * block into disjoint batches of b examples anew. With G_i the M gradients of a round,
 *
 * <pre>G2 = (|sum G_i|^2 - sum |G_i|^2) / (M (M - 1)),  S = b (sum |G_i|^2 / M - G2),</pre>
 *
 * <p>both unbiased, and their means over rounds are taken before anything is divided. Error: a
 * jackknife over the blocks, which are the same in each round, so that it holds both the draw of
 * the examples and that of the batches. Cost: {@value #ROUNDS} gradients of the measured examples;
 * memory for a gradient a block. Source: McCandlish et al. 2018, appendix A.1, where the big batch
 * is the mean of the small ones.
 */
final class TwoBatchNoise {
  static final int ROUNDS = 4;
  static final String ESTIMATOR =
      ROUNDS
          + " rounds of disjoint batches, S and G2 averaged separately before dividing;"
          + " standard error by a jackknife over random blocks of examples, "
          + NoiseEstimate.MEANING;
  private static final int FEWEST = 8;
  private static final int MOST_BLOCKS = 20;

  private final int small;
  private final int batches;
  private final int blocks;
  private final List<BlockSums> rounds = new ArrayList<>();

  private TwoBatchNoise(int small, int blocks, int batches) {
    this.small = small;
    this.blocks = blocks;
    this.batches = batches;
  }

  static TwoBatchNoise of(MeasureContext context) {
    return context.bench().shared(TwoBatchNoise.class, "batches", () -> compute(context));
  }

  private static TwoBatchNoise compute(MeasureContext context) {
    int small = small(context);
    Problem problem = context.subject().problem();
    Mode mode = context.subject().stepMode();
    Batch batch = context.sampling().batch();
    int[] order = context.sampling().stream("two-batch-noise/blocks").permutation(batch.size());
    int blocks =
        context
            .bench()
            .vectors(
                context.subject().problem().space(),
                2,
                Math.min(MOST_BLOCKS, batch.size() / (2 * small)));
    List<int[]> parts = parts(batch.indices(), order, blocks);
    int batches = parts.stream().mapToInt(part -> part.length / small).sum();
    TwoBatchNoise noise = new TwoBatchNoise(small, blocks, batches);
    try (ParameterVector gradient = problem.space().zero()) {
      for (int round = 0; round < ROUNDS; round++) {
        RandomStream stream = context.sampling().stream("two-batch-noise/" + round);
        try (BlockSums sums = new BlockSums(blocks, problem.space()::zero)) {
          for (int k = 0; k < blocks; k++) {
            int[] mixed = mixed(parts.get(k), stream);
            for (int from = 0; from + small <= mixed.length; from += small) {
              int[] chosen = Arrays.copyOfRange(mixed, from, from + small);
              problem.gradient(Batch.of(batch.split(), chosen), mode, gradient);
              sums.add(k, 1, gradient.dot(gradient), gradient);
            }
          }
          noise.rounds.add(sums.finish());
        }
      }
    }
    context.bench().work().addGradients((double) ROUNDS * batches * small / batch.size());
    return noise;
  }

  private static List<int[]> parts(int[] indices, int[] order, int blocks) {
    List<int[]> parts = new ArrayList<>();
    for (int k = 0; k < blocks; k++) {
      int from = (int) ((long) indices.length * k / blocks);
      int to = (int) ((long) indices.length * (k + 1) / blocks);
      parts.add(Arrays.stream(order, from, to).map(i -> indices[i]).toArray());
    }
    return parts;
  }

  private static int[] mixed(int[] part, RandomStream stream) {
    int[] order = stream.permutation(part.length);
    return Arrays.stream(order).map(i -> part[i]).toArray();
  }

  static List<Work> work(MeasureContext context) {
    long bytes =
        context.subject().problem().space().dimension()
            * context.subject().problem().space().precision().bytes();
    int blocks = Math.min(MOST_BLOCKS, context.sampling().batch().size() / (2 * small(context)));
    return List.of(new Work("gradients of batches of two sizes", ROUNDS, 0, (blocks + 2) * bytes));
  }

  /** As in training, if there are then enough of them. */
  private static int small(MeasureContext context) {
    int most =
        Math.min(context.sampling().batch().size(), context.bench().settings().chunk() * FEWEST);
    if (most < 2 * FEWEST) {
      throw new NotApplicableException(
          "needs at least " + 2 * FEWEST + " examples for batches of two sizes, got " + most);
    }
    int trained = context.subject().facts().batch() == 0 ? 32 : context.subject().facts().batch();
    return Math.max(2, Math.min(trained, most / FEWEST));
  }

  Conventions conventions(MeasureContext context) {
    return context
        .subject()
        .taken(context.subject().stepMode())
        .and(
            Conventions.DATA,
            "mean loss over "
                + batches
                + " disjoint batches of "
                + small
                + " and over all of them together, of "
                + context.sampling().batch().size()
                + " "
                + Sampling.name(context.bench().settings().split())
                + " examples, not augmented, without weight decay");
  }

  NoiseEstimate estimate() {
    return new NoiseEstimate(without(-1), blocks, this::without);
  }

  private NoiseMoments without(int block) {
    double trace = 0;
    double square = 0;
    for (BlockSums round : rounds) {
      NoiseMoments moments = round.without(block).ofBatchesOf(small);
      trace += moments.traceSigma() / rounds.size();
      square += moments.squaredGradient() / rounds.size();
    }
    return new NoiseMoments(trace, square);
  }
}
