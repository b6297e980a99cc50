package org.sweetspot.measure.calibration;

import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Bootstrap;

/**
 * Does the network promise more than it holds?
 *
 * <p>"gap" is mean confidence minus accuracy; "overconfidence-error" is sum over bins of (n_b / n)
 * conf_b max(conf_b - acc_b, 0), which weighs the excess by the confidence; "excess" and
 * "shortfall" are the parts of the expected calibration error in which the network claims too much
 * and too little: they sum to it. 15 bins of equal width of the largest probability. Error:
 * bootstrap over rows, bins held fixed. Cost: one forward pass, shared. Source: Thulasidasan et al.
 * 2019, section 2 (over-confidence error).
 */
public final class OverConfidence implements Measure {
  private static final int BINS = 15;
  private static final String[] NAMES = {
    "accuracy", "confidence", "gap", "overconfidence-error", "excess", "shortfall"
  };

  @Override
  public Card card() {
    return new Card(
        "over-confidence",
        "over-confidence",
        "Does the network promise to be right more often than it is?",
        "outputs and a test or validation split",
        "A gap above 0 is over-confidence, below 0 caution; within two errors of 0 it can't be"
            + " told. Large networks trained without regularization are usually over-confident by"
            + " some percent.",
        "",
        "Guo et al. 2017; Thulasidasan et al. 2019 for the over-confidence error");
  }

  @Override
  public Answer answer(MeasureContext context) {
    context.require(Outputs.class);
    Split split = context.heldOut();
    OutputScores scores = OutputScores.of(context, split);
    double[] confidence = scores.confidence();
    double[] hits = scores.hits();
    int n = scores.rows();
    int[] bins = Bins.EQUAL_WIDTH.assign(confidence, BINS);
    double[] errors =
        new Bootstrap(context.settings().replicates())
            .standardErrors(
                n,
                context.stream("over-confidence"),
                rows -> numbers(bins, confidence, hits, rows));
    int[] all = IntStream.range(0, n).toArray();
    return Answer.estimate(
        named(numbers(bins, confidence, hits, all)),
        named(errors),
        "plug-in; standard errors by bootstrap over rows, bins held fixed",
        BINS
            + " bins of equal width of the largest probability, closed on the right, all "
            + n
            + " rows of the "
            + MeasureContext.name(split)
            + " split, mode evaluate");
  }

  private static double[] numbers(int[] bins, double[] confidence, double[] hits, int[] rows) {
    double[] claimed = new double[BINS];
    double[] right = new double[BINS];
    double[] count = new double[BINS];
    for (int row : rows) {
      claimed[bins[row]] += confidence[row];
      right[bins[row]] += hits[row];
      count[bins[row]]++;
    }
    double accuracy = 0;
    double mean = 0;
    double weighed = 0;
    double excess = 0;
    double shortfall = 0;
    for (int b = 0; b < BINS; b++) {
      double difference = claimed[b] - right[b];
      accuracy += right[b];
      mean += claimed[b];
      excess += Math.max(difference, 0);
      shortfall += Math.max(-difference, 0);
      if (count[b] > 0) {
        weighed += claimed[b] / count[b] * Math.max(difference, 0);
      }
    }
    double n = rows.length;
    return new double[] {
      accuracy / n, mean / n, (mean - accuracy) / n, weighed / n, excess / n, shortfall / n
    };
  }

  private static Value named(double[] numbers) {
    Map<String, Double> map = new java.util.TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }
}
