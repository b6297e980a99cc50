package org.sweetspot.measure.curvature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Sample;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpair;

/**
 * Traces of the first four powers of the Hessian from pairs of products y = Hz and Hy:
 *
 * <pre>z'y, y'y, y'Hy, (Hy)'(Hy) are forms of H, H^2, H^3, H^4 in z.</pre>
 *
 * <p>With U the known eigenvectors, tr A = tr U'AU + tr (I - UU') A (I - UU') for any A: the first
 * term is computed, the second sampled by Hutchinson with random signs. Where all unit vectors are
 * affordable the sum over them is exact.
 */
public final class HessianPowers {
  static final int POWERS = 4;
  private static final int LEAST = 6;

  private final double[] traces;
  private final double[] errors;

  /** Entries of the Hessian's own diagonal; none where the traces were sampled. */
  private final double[] diagonal;

  private final int probes;
  private final int deflated;
  private final boolean reached;

  private HessianPowers(
      double[] traces,
      double[] errors,
      double[] diagonal,
      int probes,
      int deflated,
      boolean reached) {
    this.traces = traces;
    this.errors = errors;
    this.diagonal = diagonal;
    this.probes = probes;
    this.deflated = deflated;
    this.reached = reached;
  }

  /** What the traces cost. */
  public static List<Work> work(MeasureContext context) {
    List<Work> works = new ArrayList<>();
    if (!isSmall(context)) {
      works.addAll(CurvatureWork.eigenvalues(context));
    }
    works.addAll(
        CurvatureWork.hessian(
            context, "traces of powers of the Hessian", context.bench().settings().products(), 3));
    return works;
  }

  /** Whether there are products enough for every unit vector, so that nothing need be sampled. */
  static boolean isSmall(MeasureContext context) {
    return 2 * context.subject().problem().space().dimension()
        <= context.bench().settings().products();
  }

  /** The traces that all measures of a context share. */
  public static HessianPowers of(MeasureContext context) {
    return context.bench().shared(HessianPowers.class, "hessian", () -> compute(context));
  }

  private static HessianPowers compute(MeasureContext context) {
    BatchHessian hessian = BatchHessian.of(context);
    int budget = context.bench().settings().products();
    try (Forms forms = new Forms(hessian)) {
      if (isSmall(context)) {
        return exact(forms, (int) hessian.space().dimension());
      }
      List<Eigenpair> known = HessianEigenvalues.solve(context).top();
      int deflated = Math.min(known.size(), Math.max(0, budget / 2 - LEAST));
      return sampled(context, forms, known.subList(0, deflated));
    }
  }

  private static HessianPowers exact(Forms forms, int dimension) {
    double[] sums = new double[POWERS];
    double[] diagonal = new double[dimension];
    try (ParameterVector unit = forms.hessian.space().zero()) {
      for (int i = 0; i < dimension; i++) {
        double[] entries = new double[dimension];
        entries[i] = 1;
        double[] terms = forms.of(unit.set(entries));
        add(sums, terms);
        diagonal[i] = terms[0];
      }
    }
    return new HessianPowers(sums, new double[POWERS], diagonal, 0, dimension, true);
  }

  private static HessianPowers sampled(MeasureContext context, Forms forms, List<Eigenpair> known) {
    double[] exact = new double[POWERS];
    known.forEach(pair -> add(exact, forms.of(pair.vector())));
    List<double[]> samples = new ArrayList<>();
    RandomStream stream = context.sampling().stream("hessian-moments");
    double[] traces = exact.clone();
    double[] errors = new double[POWERS];
    int left = Math.max(2 * LEAST, context.bench().settings().products() - 2 * known.size());
    boolean reached = false;
    while (!reached && 2 * (samples.size() + 1) <= left) {
      try (ParameterVector probe = forms.hessian.space().rademacher(stream)) {
        for (Eigenpair pair : known) {
          probe.add(-pair.vector().dot(probe), pair.vector());
        }
        samples.add(forms.of(probe));
      }
      for (int k = 0; k < POWERS; k++) {
        int power = k;
        double[] column = samples.stream().mapToDouble(sample -> sample[power]).toArray();
        traces[k] = exact[k] + Sample.mean(column);
        errors[k] = Sample.standardError(column);
      }
      reached =
          samples.size() >= LEAST
              && errors[1] <= context.bench().settings().traceError() * traces[1];
    }
    return new HessianPowers(traces, errors, new double[0], samples.size(), known.size(), reached);
  }

  private static void add(double[] sums, double[] terms) {
    for (int k = 0; k < POWERS; k++) {
      sums[k] += terms[k];
    }
  }

  /** tr H^k. */
  public double trace(int power) {
    return traces[power - 1];
  }

  /** The trace of one group's diagonal block, where no sampling was needed. */
  double trace(ParameterGroup group) {
    int from = (int) group.offset();
    return Arrays.stream(diagonal, from, (int) (group.offset() + group.size())).sum();
  }

  /** Standard error of tr H^k. */
  public double error(int power) {
    return errors[power - 1];
  }

  /** Whether no sampling was needed. */
  boolean isExact() {
    return probes == 0;
  }

  /** Whether tr H^2 is as precise as was asked for. */
  boolean isReached() {
    return reached;
  }

  /** In words. */
  public String estimator() {
    return isExact()
        ? "sum over all " + deflated + " unit vectors"
        : deflated
            + " eigenvectors exactly, Hutchinson with "
            + probes
            + " probes of random signs on the rest, 2 products each; standard error over probes";
  }

  /** The forms of the powers in one vector. */
  private static final class Forms implements AutoCloseable {
    private final BatchHessian hessian;
    private final ParameterVector once;
    private final ParameterVector twice;

    Forms(BatchHessian hessian) {
      this.hessian = hessian;
      this.once = hessian.space().zero();
      this.twice = hessian.space().zero();
    }

    double[] of(ParameterVector z) {
      hessian.apply(z, once);
      hessian.apply(once, twice);
      return new double[] {z.dot(once), once.dot(once), once.dot(twice), twice.dot(twice)};
    }

    @Override
    public void close() {
      once.close();
      twice.close();
    }
  }
}
