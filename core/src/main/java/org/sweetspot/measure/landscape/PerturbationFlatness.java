package org.sweetspot.measure.landscape;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/**
 * The largest random perturbation of the weights that costs a tenth of the accuracy: PAC-Bayes
 * flatness.
 *
 * <pre>
 * plain       noise sigma z for every weight; ||w - w0||^2 / (4 sigma^2) + ln(n / sigma) + 10
 * magnitude   noise sqrt(sigma^2 (w_i - w0_i)^2 + eps^2) z; 1/4 sum over i of ln[(eps^2 + (sigma^2 + 1)
 *             ||w - w0||^2 / p) / (eps^2 + sigma^2 (w_i - w0_i)^2)] + ln(n / sigma) + 10, eps = 1e-3
 * </pre>
 *
 * <p>The same noise stands in the search and in the formula. sigma is bisected on a logarithmic
 * scale to 2%, with the same eight draws of z at each trial, so that the mean accuracy falls
 * smoothly. Error: half the difference between the first four draws and the last. No guarantee: the
 * noise was chosen by the data without paying for it. Cost: about 160 forward passes over the
 * measured examples. Source: Jiang et al. 2020, ICLR, appendix C; Dziugaite et al. 2020, NeurIPS,
 * appendix.
 */
public final class PerturbationFlatness implements Measure {
  private static final int DRAWS = 8;
  private static final double COST = 0.1;
  private static final double FLOOR = 1e-3;
  private static final double LOWEST = 1e-6;
  private static final double HIGHEST = 1e3;
  private static final double RESOLUTION = 1.02;

  private final boolean magnitude;

  private PerturbationFlatness(boolean magnitude) {
    this.magnitude = magnitude;
  }

  /** Noise of one size for every weight. */
  public static PerturbationFlatness plain() {
    return new PerturbationFlatness(false);
  }

  /** Noise in proportion to how far each weight moved. */
  public static PerturbationFlatness magnitudeAware() {
    return new PerturbationFlatness(true);
  }

  @Override
  public Card card() {
    return new Card(
        magnitude ? "magnitude-flatness" : "perturbation-flatness",
        magnitude ? "magnitude-aware perturbation flatness" : "perturbation flatness",
        "How much noise on the weights costs a tenth of the accuracy?",
        "outputs (a classifier)" + (magnitude ? ", the initial weights" : ""),
        "Larger sigma is flatter. Of the classical measures this family goes along with"
            + " generalization best (mean sign error .10 in Dziugaite 2020), and still fails in the"
            + " worst case. Compare networks of one architecture.",
        "",
        "Jiang et al. 2020, ICLR; Dziugaite et al. 2020, NeurIPS");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(Outputs.class);
    return List.of(Work.forward("accuracy at perturbed weights"));
  }

  @Override
  public Finding judge(Measurement found) {
    double sigma = found.number("sigma");
    return Double.isNaN(sigma)
        ? Finding.READING
        : Finding.of(
                magnitude ? LandscapeFinding.NOISE_ON_MOVEMENT : LandscapeFinding.NOISE_ON_WEIGHTS,
                sigma)
            .and(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Outputs outputs = context.subject().require(Outputs.class);
    Problem problem = context.subject().problem();
    ParameterVector initial = context.subject().facts().initial();
    if (magnitude && initial == null) {
      throw new NotApplicableException(
          "the initial weights are not known; measure a run that kept its first snapshot");
    }
    double[] weights = problem.parameters().toArray();
    double[] moved = initial == null ? new double[0] : initial.toArray();
    for (int i = 0; i < moved.length; i++) {
      moved[i] = weights[i] - moved[i];
    }
    List<double[]> draws = new ArrayList<>();
    for (int k = 0; k < DRAWS; k++) {
      try (ParameterVector z =
          problem.space().gaussian(context.sampling().stream("perturbation/" + k))) {
        draws.add(z.toArray());
      }
    }
    List<Batch> passes = context.sampling().chunks(context.sampling().batch());
    Mode mode = context.subject().mode();
    double sigma;
    double error;
    try (ParameterVector before = problem.parameters().copy()) {
      try {
        double allowed = accuracy(outputs, passes, mode) - COST;
        Search search = new Search(problem, outputs, passes, mode, weights, moved, allowed);
        sigma = search.sigma(draws);
        error =
            Math.abs(
                    search.sigma(draws.subList(0, DRAWS / 2))
                        - search.sigma(draws.subList(DRAWS / 2, DRAWS)))
                / 2;
      } finally {
        problem.parameters().set(before);
      }
    }
    SortedMap<String, Double> values = new TreeMap<>();
    values.put("sigma", sigma);
    values.put("inverse-square", 1 / (sigma * sigma));
    if (moved.length > 0) {
      values.put("pac-bayes", complexity(moved, sigma, context.sampling().batch().size()));
    }
    double wrong = Math.max(error, sigma * (RESOLUTION - 1));
    return Answer.estimate(
        new Value.Named(values),
        Value.Named.of(
            Map.of("sigma", wrong, "inverse-square", 2 * wrong / (sigma * sigma * sigma))),
        "bisection to 2% with 8 draws, the same at each trial; error: half the difference between"
            + " the first and the last four",
        context
            .sampling()
            .conventions(mode)
            .and(
                Conventions.DEFINITION,
                "mean accuracy over draws at least that of the weights less 0.1"
                    + (magnitude ? "; eps 1e-3" : "")));
  }

  /** What is the same at each trial. */
  private final class Search {
    private final Problem problem;
    private final Outputs outputs;
    private final List<Batch> passes;
    private final Mode mode;
    private final double[] weights;
    private final double[] moved;
    private final double allowed;

    private Search(
        Problem problem,
        Outputs outputs,
        List<Batch> passes,
        Mode mode,
        double[] weights,
        double[] moved,
        double allowed) {
      this.problem = problem;
      this.outputs = outputs;
      this.passes = passes;
      this.mode = mode;
      this.weights = weights;
      this.moved = moved;
      this.allowed = allowed;
    }

    /** The largest noise at which the mean accuracy over these draws is allowed. */
    private double sigma(List<double[]> draws) {
      double low = LOWEST;
      double high = HIGHEST;
      while (high > RESOLUTION * low) {
        double sigma = Math.sqrt(low * high);
        double mean = 0;
        for (double[] z : draws) {
          double[] at = new double[weights.length];
          for (int i = 0; i < at.length; i++) {
            at[i] = weights[i] + deviation(moved, i, sigma) * z[i];
          }
          problem.parameters().set(at);
          mean += accuracy(outputs, passes, mode) / draws.size();
        }
        if (mean >= allowed) {
          low = sigma;
        } else {
          high = sigma;
        }
      }
      if (low == LOWEST || high == HIGHEST) {
        throw new NotApplicableException(
            low == LOWEST
                ? "the least noise tried, 1e-6, costs more than a tenth of the accuracy already"
                : "no noise tried, up to 1e3, costs a tenth of the accuracy: it is near guessing");
      }
      return low;
    }
  }

  private double deviation(double[] moved, int i, double sigma) {
    return magnitude ? Math.sqrt(sigma * sigma * moved[i] * moved[i] + FLOOR * FLOOR) : sigma;
  }

  private double complexity(double[] moved, double sigma, int examples) {
    double square = 0;
    for (double step : moved) {
      square += step * step;
    }
    double last = Math.log(examples / sigma) + 10;
    if (!magnitude) {
      return square / (4 * sigma * sigma) + last;
    }
    double top = FLOOR * FLOOR + (sigma * sigma + 1) * square / moved.length;
    double sum = 0;
    for (double step : moved) {
      sum += Math.log(top / (FLOOR * FLOOR + sigma * sigma * step * step)) / 4;
    }
    return sum + last;
  }

  private static double accuracy(Outputs outputs, List<Batch> passes, Mode mode) {
    long right = 0;
    long rows = 0;
    for (Batch pass : passes) {
      Predictions predictions = outputs.predictions(pass, mode);
      for (int row = 0; row < predictions.rows(); row++) {
        right += predictions.predicted(row) == predictions.label(row) ? 1 : 0;
      }
      rows += predictions.rows();
    }
    return (double) right / rows;
  }
}
