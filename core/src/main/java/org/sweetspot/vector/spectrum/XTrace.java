package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * Hutch++ made exchangeable: every test vector w_i is the Hutchinson probe of the sketch made by
 * all others.
 *
 * <pre>t_i = tr(Q_i' A Q_i) + c_i w_i' (I - Q_i Q_i') A (I - Q_i Q_i') w_i,
 * c_i = (p - k + 1) / ||(I - Q_i Q_i') w_i||^2,  Q_i an orthonormal basis of A times the others
 * </pre>
 *
 * <p>The estimate is the mean of the k samples t_i. Unbiased for Gaussian w_i; the standard error
 * is sqrt(sum (t_i - mean)^2 / (k (k - 1))), as the paper proposes: the samples are exchangeable
 * but not independent, so it is an estimate, not a bound. Cost: two products and two vectors of
 * memory a test vector. Source: Epperly, Tropp and Webber, "XTrace: making the most of every sample
 * in stochastic trace estimation", SIAM J. Matrix Anal. Appl. 45 (2024), section 2.
 */
public record XTrace() implements TraceEstimator {
  @Override
  public TraceEstimate estimate(
      SymmetricOperator operator, RandomStream stream, double relativeError, int products) {
    Samples.requireBudget("XTrace", products, 4, relativeError);
    try (Sketch sketch = new Sketch(operator, stream)) {
      while (true) {
        boolean whole = sketch.grow();
        if (whole) {
          return new TraceEstimate(sketch.traceOnBasis(), 0, sketch.spent, true);
        }
        boolean last = sketch.spent + 2 > products;
        if (last || (relativeError > 0 && sketch.probes.size() >= Samples.LEAST)) {
          Samples samples = sketch.samples();
          boolean reached =
              Samples.isReached(
                  samples.count(), samples.standardError(), samples.mean(), relativeError);
          if (reached || last) {
            return new TraceEstimate(
                samples.mean(), samples.standardError(), sketch.spent, reached);
          }
        }
      }
    }
  }

  /** Test vectors W, an orthonormal basis Q of A W = Q R, and the small matrices Q'W and Q'AQ. */
  private static final class Sketch implements AutoCloseable {
    private final SymmetricOperator operator;
    private final RandomStream stream;
    private final List<ParameterVector> probes = new ArrayList<>();
    private final Orthonormal basis = new Orthonormal();
    private final ParameterVector image;
    // Columns, each as long as the basis was when it was made; Q'W is filled up as Q grows.
    private final List<double[]> triangle = new ArrayList<>();
    private final List<List<Double>> overlaps = new ArrayList<>();
    private final List<double[]> core = new ArrayList<>();
    private final List<Double> forms = new ArrayList<>();
    private int spent;

    Sketch(SymmetricOperator operator, RandomStream stream) {
      this.operator = operator;
      this.stream = stream;
      this.image = operator.space().zero();
    }

    /** Adds a test vector; returns whether the basis now holds the operator's whole range. */
    boolean grow() {
      ParameterVector probe = Samples.sphere(operator, stream);
      probes.add(probe);
      Samples.apply(operator, probe, image);
      spent++;
      forms.add(probe.dot(image));
      int before = basis.size();
      double[] coordinates = basis.extend(image);
      if (basis.size() == before) {
        return true;
      }
      triangle.add(coordinates);
      overlaps.add(new ArrayList<>());
      for (int i = 0; i < probes.size(); i++) {
        for (int j = overlaps.get(i).size(); j < basis.size(); j++) {
          overlaps.get(i).add(basis.get(j).dot(probes.get(i)));
        }
      }
      Samples.apply(operator, basis.get(before), image);
      spent++;
      core.add(basis.project(image));
      return basis.size() == operator.space().dimension();
    }

    double traceOnBasis() {
      double sum = 0;
      for (int i = 0; i < core.size(); i++) {
        sum += core.get(i)[i];
      }
      return sum;
    }

    Samples samples() {
      int k = probes.size();
      RealMatrix r = new Array2DRowRealMatrix(k, k);
      RealMatrix h = new Array2DRowRealMatrix(k, k);
      for (int j = 0; j < k; j++) {
        for (int i = 0; i <= j; i++) {
          r.setEntry(i, j, triangle.get(j)[i]);
          h.setEntry(i, j, core.get(j)[i]);
          h.setEntry(j, i, core.get(j)[i]);
        }
      }
      // Column i of R^-T, scaled to length one, is the direction of span(Q) that the others lack.
      RealMatrix missing = new LUDecomposition(r.transpose(), 0).getSolver().getInverse();
      double whole = h.getTrace();
      double freedom = operator.space().dimension() - k + 1.0;
      Samples samples = new Samples();
      for (int i = 0; i < k; i++) {
        RealVector s = missing.getColumnVector(i);
        s = s.mapMultiply(1 / s.getNorm());
        RealVector w =
            new ArrayRealVector(
                overlaps.get(i).stream().mapToDouble(Double::doubleValue).toArray());
        RealVector u = w.subtract(s.mapMultiply(s.dotProduct(w)));
        RealVector y = r.getColumnVector(i);
        // w_i' A w_i - 2 u' Q' A w_i + u' Q' A Q u is the form of (I - Q_i Q_i') w_i.
        double form = forms.get(i) - 2 * u.dotProduct(y) + u.dotProduct(h.operate(u));
        double length = operator.space().dimension() - u.dotProduct(u);
        samples.add(whole - s.dotProduct(h.operate(s)) + form * freedom / length);
      }
      return samples;
    }

    @Override
    public void close() {
      probes.forEach(ParameterVector::close);
      basis.close();
      image.close();
    }
  }
}
