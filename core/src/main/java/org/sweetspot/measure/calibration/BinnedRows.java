package org.sweetspot.measure.calibration;

import java.util.stream.IntStream;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Bootstrap;

/**
 * The held-out rows as calibration sees them: how sure the network is of its prediction, whether it
 * is right, and which bin of confidence the row is in.
 *
 * <p>The arrays are not copied; treat them as read-only. Cost: nothing beyond the forward pass that
 * {@link OutputScores} shares.
 */
final class BinnedRows {
  private final Split split;
  private final Conventions mode;
  private final Bins kind;
  private final double[] confidence;
  private final double[] hits;
  private final int[] bins;

  private BinnedRows(Split split, Conventions mode, Bins kind, double[] confidence, double[] hits) {
    this.split = split;
    this.mode = mode;
    this.kind = kind;
    this.confidence = confidence;
    this.hits = hits;
    this.bins = kind.assign(confidence, Bins.COUNT);
  }

  /** The rows of the split that calibration speaks about. */
  static BinnedRows heldOut(MeasureContext context, Bins kind) {
    context.subject().require(Outputs.class);
    Split split = context.sampling().heldOut();
    OutputScores scores = OutputScores.of(context, split);
    return new BinnedRows(
        split, context.subject().taken(scores.mode()), kind, scores.confidence(), scores.hits());
  }

  int rows() {
    return confidence.length;
  }

  /** The largest probability of each row. */
  double[] confidence() {
    return confidence;
  }

  /** One where the largest probability is at the label, else zero. */
  double[] hits() {
    return hits;
  }

  /** The bin of each row. */
  int[] bins() {
    return bins;
  }

  /** The number of every row. */
  int[] all() {
    return IntStream.range(0, rows()).toArray();
  }

  /** Standard errors of numbers computed from the rows of these numbers, by bootstrap over rows. */
  double[] standardErrors(MeasureContext context, String stream, Bootstrap.Statistics numbers) {
    return new Bootstrap(context.bench().settings().replicates())
        .standardErrors(rows(), context.sampling().stream(stream), numbers);
  }

  /**
   * Which bins and rows, in words.
   *
   * @param further how the bins are used
   */
  Conventions conventions(String further) {
    return mode.and(
            Conventions.DATA, "all " + rows() + " rows of the " + Sampling.name(split) + " split")
        .and(
            Conventions.DEFINITION,
            Bins.COUNT + " bins of " + kind.what() + " of the largest probability, " + further);
  }
}
