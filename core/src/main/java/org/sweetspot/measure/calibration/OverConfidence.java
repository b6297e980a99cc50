package org.sweetspot.measure.calibration;

import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;

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
  public Finding judge(Measurement found) {
    double gap = found.number("gap");
    double error = found.margin("gap");
    if (!(Math.abs(gap) > 2 * error)) {
      return Finding.of(CalibrationFinding.BALANCED);
    }
    return Finding.of(
        gap > 0 ? CalibrationFinding.OVER_CONFIDENT : CalibrationFinding.CAUTIOUS,
        100 * Math.abs(gap));
  }

  @Override
  public Answer answer(MeasureContext context) {
    BinnedRows binned = BinnedRows.heldOut(context, Bins.EQUAL_WIDTH);
    double[] errors =
        binned.standardErrors(context, "over-confidence", rows -> numbers(binned, rows));
    return Answer.estimate(
        named(numbers(binned, binned.all())),
        named(errors),
        "plug-in; standard errors by bootstrap over rows, bins held fixed",
        binned.conventions("closed on the right"));
  }

  private static double[] numbers(BinnedRows binned, int[] rows) {
    int[] bins = binned.bins();
    double[] confidence = binned.confidence();
    double[] hits = binned.hits();
    double[] claimed = new double[Bins.COUNT];
    double[] right = new double[Bins.COUNT];
    double[] count = new double[Bins.COUNT];
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
    for (int b = 0; b < Bins.COUNT; b++) {
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
    Map<String, Double> map = new TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }
}
