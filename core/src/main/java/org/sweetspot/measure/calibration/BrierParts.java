package org.sweetspot.measure.calibration;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.statistics.Bootstrap;

/**
 * Where the Brier score comes from: miscalibration, sharpness and the data's own uncertainty.
 *
 * <p>Class by class, with rows sorted into 15 bins of equal width of p_c, o_b the share of class c
 * in bin b and m_b the mean p_c there: reliability = sum n_b / n (m_b - o_b)^2, resolution = sum
 * n_b / n (o_b - o)^2, uncertainty = o (1 - o), each summed over classes; within-bin = (1 / n) sum
 * ((p - m_b)^2 - 2 (p - m_b)(y - o_b)). Then Brier = reliability - resolution + uncertainty +
 * within-bin exactly, since inside a bin p - y = (m_b - o_b) + (p - m_b) - (y - o_b) and the sums
 * of the last two vanish. Error: bootstrap over rows, bins held fixed. Cost: one forward pass,
 * shared. Source: Murphy 1973; Stephenson, Coelho and Jolliffe 2008 for the within-bin part.
 */
public final class BrierParts implements Measure {
  private static final String[] NAMES = {
    "reliability", "resolution", "uncertainty", "within-bin", "brier"
  };

  @Override
  public Card card() {
    return new Card(
        "brier-parts",
        "parts of the Brier score",
        "Is the Brier score due to wrong confidences, to outputs that tell little, or to the data?",
        "outputs and a test or validation split",
        "reliability is miscalibration (0 is best; plug-in, so never quite 0), resolution is what"
            + " the outputs tell (larger is better, at most uncertainty), uncertainty belongs to"
            + " the labels alone. within-bin is what binning hides; small bins make it small.",
        "",
        "Murphy 1973; Stephenson, Coelho and Jolliffe 2008");
  }

  @Override
  public Finding judge(Measurement found) {
    double uncertainty = found.number("uncertainty");
    double resolution = found.number("resolution");
    double reliability = found.number("reliability");
    if (Double.isNaN(uncertainty) || Double.isNaN(resolution) || Double.isNaN(reliability)) {
      return Finding.READING;
    }
    if (!(uncertainty > 0)) {
      return Finding.of(CalibrationFinding.ONE_CLASS);
    }
    Finding told =
        resolution > 2 * found.margin("resolution")
            ? Finding.of(
                CalibrationFinding.LABELS_SETTLED,
                100 * resolution / uncertainty,
                100 * found.margin("resolution") / uncertainty)
            : Finding.of(CalibrationFinding.NOTHING_SETTLED);
    return reliability > 2 * found.margin("reliability")
        ? told.and(CalibrationFinding.CONFIDENCE_COSTS, reliability, found.margin("reliability"))
        : told.and(CalibrationFinding.CONFIDENCE_COST_NOT_SHOWN);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Probabilities p = Probabilities.heldOut(context);
    int[][] bins = p.bins();
    double[] errors =
        new Bootstrap(context.bench().settings().replicates())
            .standardErrors(
                p.rows(), context.sampling().stream("brier-parts"), rows -> parts(p, bins, rows));
    return Answer.estimate(
        named(parts(p, bins, IntStream.range(0, p.rows()).toArray())),
        named(errors),
        "plug-in; brier = reliability - resolution + uncertainty + within-bin to rounding;"
            + " standard errors by bootstrap over rows, bins held fixed",
        p.conventions()
            .and(
                Conventions.DEFINITION,
                Bins.COUNT
                    + " bins of equal width for each class, closed on the right, summed over "
                    + p.classes()
                    + " classes"));
  }

  private static double[] parts(Probabilities p, int[][] bins, int[] rows) {
    double[] sums = new double[NAMES.length];
    for (int c = 0; c < bins.length; c++) {
      Moments[] moments = new Moments[Bins.COUNT];
      Arrays.setAll(moments, b -> new Moments());
      double share = 0;
      for (int row : rows) {
        double y = p.label(row) == c ? 1 : 0;
        moments[bins[c][row]].add(p.get(row, c), y);
        share += y / rows.length;
      }
      for (Moments m : moments) {
        if (m.count > 0) {
          double weight = m.count / rows.length;
          sums[0] += weight * Math.pow(m.meanP() - m.meanY(), 2);
          sums[1] += weight * Math.pow(m.meanY() - share, 2);
          sums[3] += weight * m.within();
          sums[4] += m.squares / rows.length;
        }
      }
      sums[2] += share * (1 - share);
    }
    return sums;
  }

  private static Value named(double[] numbers) {
    Map<String, Double> map = new TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }

  /** Running sums of one bin. */
  private static final class Moments {
    private double count;
    private double p;
    private double y;
    private double pp;
    private double py;
    private double squares;

    private void add(double probability, double truth) {
      count++;
      p += probability;
      y += truth;
      pp += probability * probability;
      py += probability * truth;
      squares += (probability - truth) * (probability - truth);
    }

    private double meanP() {
      return p / count;
    }

    private double meanY() {
      return y / count;
    }

    /** Variance of p minus twice its covariance with y, both over the count. */
    private double within() {
      double variance = pp / count - meanP() * meanP();
      double covariance = py / count - meanP() * meanY();
      return variance - 2 * covariance;
    }
  }
}
