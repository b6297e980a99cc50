package org.sweetspot.measure.calibration;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;

/**
 * The reliability diagram: accuracy against confidence, bin by bin, bins without rows left out.
 *
 * <p>15 bins of equal width of the largest probability, closed on the right. Error: bootstrap over
 * rows, bins held fixed; a replicate in which a bin is empty says nothing about that bin's means,
 * so they are taken from the binomial and sample variances within the bin instead of from it. Cost:
 * one forward pass, shared. Source: DeGroot and Fienberg 1983; Guo et al. 2017.
 */
public final class Reliability implements Measure {

  @Override
  public Card card() {
    return new Card(
        "reliability",
        "reliability diagram",
        "How often is the network right when it claims a given confidence?",
        "outputs and a test or validation split",
        "A calibrated network has accuracy equal to confidence in every bin, within the errors;"
            + " accuracy below confidence is over-confidence. Bins with few rows say little.",
        "",
        "DeGroot and Fienberg 1983; Guo et al. 2017, section 2");
  }

  @Override
  public Finding judge(Measurement found) {
    List<Double> claims = found.column("confidence");
    List<Double> right = found.column("accuracy");
    if (claims.isEmpty() || claims.size() != right.size()) {
      return Finding.READING;
    }
    int over = 0;
    int under = 0;
    for (int j = 0; j < claims.size(); j++) {
      double excess = claims.get(j) - right.get(j);
      double error = Math.hypot(found.margin("confidence", j), found.margin("accuracy", j));
      // Of so many bins one or two are beyond two errors by chance, but hardly beyond three.
      over += excess > 3 * error ? 1 : 0;
      under += excess < -3 * error ? 1 : 0;
    }
    return over + under == 0
        ? Finding.of(CalibrationFinding.NO_BIN_OFF, claims.size())
        : Finding.of(CalibrationFinding.BINS_OFF, claims.size(), over, under);
  }

  @Override
  public Answer answer(MeasureContext context) {
    BinnedRows binned = BinnedRows.heldOut(context, Bins.EQUAL_WIDTH);
    double[] confidence = binned.confidence();
    double[] hits = binned.hits();
    int[] bins = binned.bins();
    int n = binned.rows();
    int[] used =
        IntStream.range(0, Bins.COUNT)
            .filter(b -> Arrays.stream(bins).anyMatch(x -> x == b))
            .toArray();
    double[] shares =
        binned.standardErrors(context, "reliability", rows -> shares(bins, used, rows));
    int k = used.length;
    double[][] value = new double[5][k];
    double[][] error = new double[5][k];
    for (int j = 0; j < k; j++) {
      int bin = used[j];
      int[] members = IntStream.range(0, n).filter(i -> bins[i] == bin).toArray();
      double[] claims = Arrays.stream(members).mapToDouble(i -> confidence[i]).toArray();
      double claim = Arrays.stream(claims).sum() / members.length;
      double right = Arrays.stream(members).mapToDouble(i -> hits[i]).sum() / members.length;
      value[0][j] = (double) bin / Bins.COUNT;
      value[1][j] = (bin + 1.0) / Bins.COUNT;
      value[2][j] = claim;
      value[3][j] = right;
      value[4][j] = (double) members.length / n;
      double spread = Arrays.stream(claims).map(c -> (c - claim) * (c - claim)).sum();
      error[2][j] = Math.sqrt(spread) / members.length;
      error[3][j] = wilson(right, members.length);
      error[4][j] = shares[j];
    }
    return Answer.estimate(
        columns(value),
        columns(error),
        "means of each bin; error of the share by bootstrap over rows, of the accuracy half the"
            + " width of Wilson's interval at one standard error (never zero), of the confidence"
            + " its standard error; edges are exact",
        binned.conventions("closed on the right, empty ones left out"));
  }

  /** Half-width of the score interval at z = 1. */
  private static double wilson(double share, double n) {
    return Math.sqrt(share * (1 - share) / n + 1 / (4 * n * n)) / (1 + 1 / n);
  }

  private static double[] shares(int[] bins, int[] used, int[] rows) {
    double[] count = new double[Bins.COUNT];
    for (int row : rows) {
      count[bins[row]]++;
    }
    return Arrays.stream(used).mapToDouble(b -> count[b] / rows.length).toArray();
  }

  private static Value columns(double[][] numbers) {
    Map<String, double[]> map = new LinkedHashMap<>();
    map.put("low", numbers[0]);
    map.put("high", numbers[1]);
    map.put("confidence", numbers[2]);
    map.put("accuracy", numbers[3]);
    map.put("share", numbers[4]);
    return Value.Columns.of(map);
  }
}
