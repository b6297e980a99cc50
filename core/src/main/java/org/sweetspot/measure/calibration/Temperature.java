package org.sweetspot.measure.calibration;

import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.statistics.Bootstrap;

/**
 * The temperature T that minimizes the held-out negative log-likelihood of softmax(z / T).
 *
 * <p>In b = 1 / T the loss is convex; its derivative, the mean of E_p[z] - z_y under p = softmax(b
 * z), rises with b, so that bisection on log T between 1/20 and 20 finds the only zero to rounding.
 * Shapes: rows x classes; mean over rows; nats. Error: bootstrap over rows with one Newton step per
 * replicate from the full solution, which is right to first order. Cost: one forward pass, shared.
 * Source: Guo et al. 2017, section 4.2. Fails to converge where the labels are so separable (or so
 * wrong) that the best T is outside the range.
 */
public final class Temperature implements Measure {
  private static final double MOST = 20;
  private static final double LARGEST = Math.log(MOST);

  /** Detail: 1 where the fit ended at its upper bound, -1 at its lower one. */
  private static final String BOUND = "at-bound";

  @Override
  public Card card() {
    return new Card(
        "temperature",
        "best temperature",
        "By what number should the logits be divided so that the probabilities fit held-out data"
            + " best?",
        "outputs and a test or validation split",
        "Above 1 the network is over-confident, below 1 too careful; within two errors of 1 it"
            + " needs no correction. nll-gain is what the division is worth on the same data; it"
            + " flatters slightly, by about 1 / (2 rows).",
        "",
        "Guo et al. 2017, section 4.2");
  }

  @Override
  public Finding judge(Measurement found) {
    double t = found.number("temperature");
    double bound = found.detail(BOUND);
    if (bound == 1 || bound == -1) {
      return Finding.of(
          bound > 0
              ? CalibrationFinding.FIT_AT_UPPER_BOUND
              : CalibrationFinding.FIT_AT_LOWER_BOUND);
    }
    if (Math.abs(t - 1) < 2 * found.margin("temperature")) {
      return Finding.of(CalibrationFinding.TEMPERATURE_ONE);
    }
    return Finding.of(
        t > 1 ? CalibrationFinding.TEMPERATURE_ABOVE : CalibrationFinding.TEMPERATURE_BELOW);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Probabilities p = Probabilities.heldOut(context);
    Matrix logits = p.logits();
    if (p.rows() < 2) {
      throw new NotApplicableException(
          "needs at least two rows to tell its error, got " + p.rows());
    }
    if (isConstant(logits)) {
      throw new NotApplicableException(
          "the logits of every row are all equal, so that no temperature changes a probability");
    }
    int[] labels = IntStream.range(0, p.rows()).map(p::label).toArray();
    double exponent = solve(logits, labels);
    boolean inside = Math.abs(exponent) < LARGEST * (1 - 1e-9);
    double temperature = inside ? Math.exp(exponent) : exponent > 0 ? MOST : 1 / MOST;
    Rows best = new Rows(logits, labels, 1 / temperature);
    Rows plain = new Rows(logits, labels, 1);
    int[] all = IntStream.range(0, p.rows()).toArray();
    double[] errors =
        new Bootstrap(context.bench().settings().replicates())
            .standardErrors(
                p.rows(),
                context.sampling().stream("temperature"),
                rows -> {
                  double slope = mean(best.slope, rows);
                  double bend = mean(best.bend, rows);
                  double b = 1 / temperature - (bend > 0 ? slope / bend : 0);
                  double before = mean(plain.loss, rows);
                  double after = mean(best.loss, rows);
                  return new double[] {1 / Math.max(b, 1e-3), after, before - after};
                });
    double before = mean(plain.loss, all);
    double after = mean(best.loss, all);
    Answer answer =
        Answer.estimate(
            named(new double[] {temperature, after, before - after}),
            named(errors),
            "zero of the derivative in 1 / T by bisection on log T; standard errors by bootstrap"
                + " over rows, one Newton step a replicate"
                + (inside ? "" : "; the best temperature lies at or beyond a bound of 1/20 to 20"),
            p.conventions()
                .and(Conventions.DEFINITION, "softmax(z / T), mean of -ln p(label) in nats")
                .and(Conventions.DEFINITION, "fitted and judged on the same rows"));
    return inside
        ? answer
        : answer.withStatus(Status.NOT_CONVERGED).withDetail(BOUND, exponent > 0 ? 1 : -1);
  }

  private static boolean isConstant(Matrix logits) {
    for (int i = 0; i < logits.rows(); i++) {
      for (int c = 1; c < logits.columns(); c++) {
        if (logits.get(i, c) != logits.get(i, 0)) {
          return false;
        }
      }
    }
    return true;
  }

  private static Value named(double[] numbers) {
    return Value.Named.of(
        Map.of("temperature", numbers[0], "nll", numbers[1], "nll-gain", numbers[2]));
  }

  private static double solve(Matrix logits, int[] labels) {
    int[] all = IntStream.range(0, labels.length).toArray();
    double low = -LARGEST;
    double high = LARGEST;
    for (int round = 0; round < 60 && high - low > 1e-15; round++) {
      double middle = (low + high) / 2;
      // The slope in b = 1 / T is positive where b is too large, and so T too small.
      if (mean(new Rows(logits, labels, Math.exp(-middle)).slope, all) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }

  private static double mean(double[] values, int[] rows) {
    double sum = 0;
    for (int row : rows) {
      sum += values[row];
    }
    return sum / rows.length;
  }

  /** Each row's loss at b, and its first and second derivative in b. */
  private static final class Rows {
    private final double[] loss;
    private final double[] slope;
    private final double[] bend;

    private Rows(Matrix logits, int[] labels, double b) {
      int n = logits.rows();
      loss = new double[n];
      slope = new double[n];
      bend = new double[n];
      for (int i = 0; i < n; i++) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < logits.columns(); c++) {
          largest = Math.max(largest, logits.get(i, c));
        }
        double sum = 0;
        double first = 0;
        double second = 0;
        for (int c = 0; c < logits.columns(); c++) {
          double z = logits.get(i, c) - largest;
          double weight = Math.exp(b * z);
          sum += weight;
          first += weight * z;
          second += weight * z * z;
        }
        double own = logits.get(i, labels[i]) - largest;
        double mean = first / sum;
        loss[i] = Math.log(sum) - b * own;
        slope[i] = mean - own;
        bend[i] = second / sum - mean * mean;
      }
    }
  }
}
