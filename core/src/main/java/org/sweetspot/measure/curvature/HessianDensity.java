package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.LanczosQuadrature;

/**
 * The density of the Hessian's eigenvalues, each blurred to a Gaussian. With the K eigenvalues that
 * are known from {@link HessianEigenvalues} and what is left of the Hessian without them:
 *
 * <pre>
 * phi(t) = (1/p) sum_k N(t; lambda_k, s^2)
 *        + ((p - K)/p) (1/n_v) sum_l sum_i tau_li^2 N(t; theta_li, s^2)
 * </pre>
 *
 * <p>with the nodes theta and weights tau^2 of one {@link LanczosQuadrature} from each of n_v = 3
 * to 10 random directions, as many as it takes to know the share of eigenvalues below each value to
 * 2%, orthogonal to the known eigenvectors. The known ones are outliers, which quadrature of few
 * steps would see blurred and in the wrong place.
 */
public final class HessianDensity implements Measure {
  /** In few dimensions a probe can be off by a factor; in many, three agree and show it. */
  private static final int MOST_PROBES = 10;

  private static final int LEAST_PROBES = 3;

  /** Wanted standard error of the share of eigenvalues below any value. */
  private static final double WANTED = 0.02;

  /** Steps of a probe: one of so many shares of the budget. */
  private static final int SHARES = 25;

  private static final int MOST_STEPS = 100;
  private static final int LEAST_STEPS = 4;
  private static final int POINTS = 256;

  /** Width of the Gaussians, relative to the range of the nodes. */
  private static final double WIDTH = 0.01;

  /** Beyond so many widths of its Gaussian an eigenvalue no longer reaches. */
  private static final double BLUR = 3;

  /** The share of a Gaussian beyond {@link #BLUR} widths, which is no eigenvalue's place. */
  private static final double RESOLVED = 0.00135;

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
    List<Work> works = new ArrayList<>(CurvatureWork.eigenvalues(context));
    works.addAll(
        CurvatureWork.hessian(
            context,
            "spectral density of the Hessian",
            (double) MOST_PROBES
                * Math.max(LEAST_STEPS, context.bench().settings().products() / SHARES),
            MOST_STEPS));
    return works;
  }

  @Override
  public Finding judge(Measurement found) {
    double width = found.detail("blur");
    List<Double> at = found.column("t");
    List<Double> density = found.column("density");
    if (at.size() < 2 || density.size() != at.size() || Double.isNaN(width)) {
      return Finding.READING;
    }
    double step = at.get(1) - at.get(0);
    // Below, around and above zero, as far as the blur can tell them apart.
    double[] shares = new double[3];
    double[] errors = new double[3];
    for (int i = 0; i < at.size(); i++) {
      int side = at.get(i) < -BLUR * width ? 0 : at.get(i) <= BLUR * width ? 1 : 2;
      shares[side] += density.get(i) * step;
      // Errors at neighbouring points go together, so that they add up at worst.
      errors[side] += found.margin("density", i) * step;
    }
    Finding flat =
        Finding.of(
            CurvatureFinding.FLAT_SHARE,
            100 * shares[1],
            100 * errors[1],
            BLUR * width,
            100 * shares[2]);
    return shares[0] > 2 * errors[0] && shares[0] > RESOLVED
        ? flat.and(CurvatureFinding.DOWN_SHARE, 100 * shares[0], 100 * errors[0])
        : flat.and(CurvatureFinding.NO_DOWN_SHARE);
  }

  @Override
  public Answer answer(MeasureContext context) {
    BatchHessian hessian = BatchHessian.of(context);
    int products = context.bench().settings().products();
    if (products < SHARES * LEAST_STEPS) {
      throw new NotApplicableException(
          "needs at least "
              + SHARES * LEAST_STEPS
              + " products for the probes and the largest eigenvalues, got "
              + products);
    }
    int steps =
        context
            .bench()
            .vectors(
                context.subject().problem().space(),
                LEAST_STEPS,
                Math.min(MOST_STEPS, products / SHARES));
    List<Eigenpair> known = known(context);
    List<LanczosQuadrature> rules = new ArrayList<>();
    RandomStream stream = context.sampling().stream("hessian-density");
    Rest rest = new Rest(hessian, known);
    while (known.size() < hessian.space().dimension() && !isEnough(rules)) {
      try (ParameterVector probe = hessian.space().gaussian(stream)) {
        rest.project(probe);
        rules.add(LanczosQuadrature.of(rest, probe, steps));
      }
    }
    return tabulate(
        known.stream().mapToDouble(Eigenpair::value).toArray(),
        rules,
        hessian.space().dimension(),
        steps,
        context.sampling().conventions(context.subject().mode()));
  }

  private static boolean isEnough(List<LanczosQuadrature> rules) {
    if (rules.size() < LEAST_PROBES || rules.size() == MOST_PROBES) {
      return rules.size() == MOST_PROBES;
    }
    double most = Double.NEGATIVE_INFINITY;
    double least = Double.POSITIVE_INFINITY;
    for (LanczosQuadrature rule : rules) {
      most = Math.max(most, rule.nodes()[0]);
      least = Math.min(least, rule.nodes()[rule.nodes().length - 1]);
    }
    double width = WIDTH * (most - least);
    double step = (most - least + 10 * width) / (POINTS - 1);
    double[] below = new double[rules.size()];
    for (int i = 0; width > 0 && i < POINTS; i++) {
      double t = least - 5 * width + i * step;
      Arrays.setAll(below, l -> below[l] + step * rules.get(l).density(t, width));
      if (Sample.standardError(below) > WANTED) {
        return false;
      }
    }
    return true;
  }

  /** The eigenpairs at the top, which are shared. */
  private static List<Eigenpair> known(MeasureContext context) {
    return HessianEigenvalues.solve(context).top();
  }

  /** The Hessian on what is orthogonal to the known eigenvectors. */
  private record Rest(SymmetricOperator hessian, List<Eigenpair> known)
      implements SymmetricOperator {
    @Override
    public ParameterSpace space() {
      return hessian.space();
    }

    @Override
    public void apply(ParameterVector argument, ParameterVector result) {
      hessian.apply(argument, result);
      project(result);
    }

    void project(ParameterVector vector) {
      for (Eigenpair pair : known) {
        vector.add(-pair.vector().dot(vector), pair.vector());
      }
    }
  }

  private static Answer tabulate(
      double[] known,
      List<LanczosQuadrature> rules,
      long dimension,
      int steps,
      Conventions conventions) {
    double least = Arrays.stream(known).min().orElseThrow();
    double most = Arrays.stream(known).max().orElseThrow();
    for (LanczosQuadrature rule : rules) {
      double[] nodes = rule.nodes();
      most = Math.max(most, nodes[0]);
      least = Math.min(least, nodes[nodes.length - 1]);
    }
    double range = most - least;
    double width = WIDTH * (range > 0 ? range : Math.max(1, Math.abs(most)));
    double left = (dimension - known.length) / (double) dimension;
    double[] at = new double[POINTS];
    double[] mean = new double[POINTS];
    double[] low = new double[POINTS];
    double[] high = new double[POINTS];
    double[] error = new double[POINTS];
    for (int i = 0; i < POINTS; i++) {
      double t = least - 5 * width + (range + 10 * width) * i / (POINTS - 1);
      double peaks = Arrays.stream(known).map(value -> normal(t - value, width)).sum() / dimension;
      double[] each =
          rules.stream().mapToDouble(rule -> peaks + left * rule.density(t, width)).toArray();
      at[i] = t;
      mean[i] = each.length == 0 ? peaks : Sample.mean(each);
      low[i] = Arrays.stream(each).min().orElse(peaks);
      high[i] = Arrays.stream(each).max().orElse(peaks);
      error[i] = each.length == 0 ? 0 : Sample.standardError(each);
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
                "%d known eigenvalues, and stochastic Lanczos quadrature on the rest, %d Gaussian"
                    + " probes of at most %d steps; low and high are the probes' extremes, the"
                    + " error is the standard error over probes and does not hold the blur",
                known.length,
                rules.size(),
                steps),
            conventions.and(
                Conventions.DEFINITION,
                String.format(
                    Locale.ROOT,
                    "; integral 1; every eigenvalue blurred to a Gaussian of standard deviation s ="
                        + " %.6g, 1%% of the range of the nodes",
                    width)))
        .withDetail("blur", width);
  }

  private static double normal(double x, double deviation) {
    return Math.exp(-x * x / (2 * deviation * deviation)) / (deviation * Math.sqrt(2 * Math.PI));
  }
}
