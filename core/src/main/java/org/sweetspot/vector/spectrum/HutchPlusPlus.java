package org.sweetspot.vector.spectrum;

import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The trace on a sketched dominant subspace, exactly, and Hutchinson's estimator on the rest:
 *
 * <pre>tr(Q' A Q) + mean of z' (I - QQ') A (I - QQ') z,  Q an orthonormal basis of A S.</pre>
 *
 * <p>Unbiased given Q. The standard error is that of the second term alone, since the first is
 * exact. Cost: two products for each of the sketched directions, one for each further sample; one
 * vector of memory a direction. Source: Meyer, Musco, Musco and Woodruff, "Hutch++: optimal
 * stochastic trace estimation", SOSA 2021.
 *
 * @param sketch share of the budget spent on sketching, at least 0 and below 1; the paper's is 2/3
 */
public record HutchPlusPlus(double sketch) implements TraceEstimator {
  /** Checks the share. */
  public HutchPlusPlus {
    if (!(sketch >= 0 && sketch < 1)) {
      throw new IllegalArgumentException(
          "Hutch++ sketch: expected a share of at least 0, below 1, got " + sketch);
    }
  }

  /** The split of the paper: thirds for A S, for A Q and for the samples. */
  public HutchPlusPlus() {
    this(2.0 / 3);
  }

  @Override
  public TraceEstimate estimate(
      SymmetricOperator operator, RandomStream stream, double relativeError, int products) {
    Samples.requireBudget("Hutch++", products, 2, relativeError);
    int directions =
        (int)
            Math.min(
                operator.space().dimension(), (long) Math.min(products - 2, products * sketch) / 2);
    try (Orthonormal basis = new Orthonormal();
        ParameterVector image = operator.space().zero()) {
      int spent = 0;
      boolean whole = false;
      for (int i = 0; i < directions && !whole; i++) {
        try (ParameterVector probe = operator.space().rademacher(stream)) {
          Samples.apply(operator, probe, image);
          spent++;
        }
        int before = basis.size();
        basis.extend(image);
        // A random image inside the span: the span holds the operator's whole range.
        whole = basis.size() == before || basis.size() == operator.space().dimension();
      }
      double exact = 0;
      for (int i = 0; i < basis.size(); i++) {
        Samples.apply(operator, basis.get(i), image);
        spent++;
        exact += basis.get(i).dot(image);
      }
      if (whole) {
        return new TraceEstimate(exact, 0, spent, true);
      }
      Samples samples = new Samples();
      boolean reached = false;
      while (!reached && spent < products) {
        try (ParameterVector probe = operator.space().rademacher(stream)) {
          basis.remove(probe);
          Samples.apply(operator, probe, image);
          spent++;
          samples.add(probe.dot(image));
        }
        reached =
            samples.count() > 1
                && Samples.isReached(
                    samples.count(),
                    samples.standardError(),
                    exact + samples.mean(),
                    relativeError);
      }
      return new TraceEstimate(exact + samples.mean(), samples.standardError(), spent, reached);
    }
  }
}
