package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.LanczosQuadrature;

/**
 * The density of the Hessian's eigenvalues, each blurred to a Gaussian:
 *
 * <pre>phi(t) = (1/n_v) sum_l sum_i tau_li^2 N(t; theta_li, s^2)</pre>
 *
 * <p>with the nodes theta and weights tau^2 of one {@link LanczosQuadrature} from each of n_v = 10
 * random directions.
 */
public final class HessianDensity implements Measure {
  /** One probe can be off by a factor in its first moment; ten also show their spread. */
  private static final int PROBES = 10;

  private static final int MOST_STEPS = 100;
  private static final int LEAST_STEPS = 4;
  private static final int POINTS = 256;

  /** Width of the Gaussians, relative to the range of the nodes. */
  private static final double WIDTH = 0.01;

  @Override
  public Card card() {
    return new Card(
        "hessian-density",
        "spectral density of the Hessian",
        "How are the curvatures of all directions distributed?",
        "Hessian products",
        "Typical is a high peak at zero, which means that most directions do not matter, and a few"
            + " outliers, about as many as there are classes. Mass left of zero: the weights are"
            + " not at a minimum. Draw it on a logarithmic scale.",
        "",
        "Golub and Meurant 1994; Ghorbani, Krishnan and Xiao, ICML 2019, section 2");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return CurvatureWork.hessian(
        context, "spectral density of the Hessian", context.settings().products(), MOST_STEPS);
  }

  @Override
  public Answer answer(MeasureContext context) {
    BatchHessian hessian = BatchHessian.of(context);
    int products = context.settings().products();
    if (products < LEAST_STEPS * PROBES) {
      throw new NotApplicableException(
          "needs at least "
              + LEAST_STEPS * PROBES
              + " products for "
              + PROBES
              + " probes, got "
              + products);
    }
    int steps = context.vectors(LEAST_STEPS, Math.min(MOST_STEPS, products / PROBES));
    List<LanczosQuadrature> rules = new ArrayList<>();
    RandomStream stream = context.stream("hessian-density");
    for (int l = 0; l < PROBES; l++) {
      try (ParameterVector probe = hessian.space().gaussian(stream)) {
        rules.add(LanczosQuadrature.of(hessian, probe, steps));
      }
    }
    return tabulate(rules, steps, context.conventions(context.settings().mode()));
  }

  private static Answer tabulate(List<LanczosQuadrature> rules, int steps, String conventions) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (LanczosQuadrature rule : rules) {
      double[] nodes = rule.nodes();
      most = Math.max(most, nodes[0]);
      least = Math.min(least, nodes[nodes.length - 1]);
    }
    double range = most - least;
    double width = WIDTH * (range > 0 ? range : Math.max(1, Math.abs(most)));
    double[] at = new double[POINTS];
    double[] mean = new double[POINTS];
    double[] low = new double[POINTS];
    double[] high = new double[POINTS];
    double[] error = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double t = least - 5 * width + (range + 10 * width) * i / (POINTS - 1);
      double[] each = rules.stream().mapToDouble(rule -> rule.density(t, width)).toArray();
      at[i] = t;
      mean[i] = Sample.mean(each);
      low[i] = java.util.Arrays.stream(each).min().orElseThrow();
      high[i] = java.util.Arrays.stream(each).max().orElseThrow();
      error[i] = Sample.standardError(each);
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("t", at);
    columns.put("density", mean);
    columns.put("low", low);
    columns.put("high", high);
    return Answer.estimate(
        Value.Columns.of(columns),
        Value.Columns.of(Map.of("density", error)),
        String.format(
            Locale.ROOT,
            "stochastic Lanczos quadrature, %d Gaussian probes of at most %d steps; low and high"
                + " are the probes' extremes, the error is the standard error over probes and does"
                + " not hold the blur",
            rules.size(),
            steps),
        conventions
            + String.format(
                Locale.ROOT,
                "; integral 1; every eigenvalue blurred to a Gaussian of standard deviation s ="
                    + " %.6g, 1%% of the range of the nodes",
                width));
  }
}
