package org.sweetspot.vector.spectrum;

import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The mean of z' A z over random signs z.
 *
 * <p>Unbiased; the variance of one sample is 2 sum over i != j of A_ij^2. Cost: one product a
 * sample, two vectors of memory. Source: Hutchinson 1990; Girard 1989.
 */
public record Hutchinson() implements TraceEstimator {
  @Override
  public TraceEstimate estimate(
      SymmetricOperator operator, RandomStream stream, double relativeError, int products) {
    Samples.requireBudget("Hutchinson", products, 2, relativeError);
    Samples samples = new Samples();
    boolean reached = false;
    try (ParameterVector image = operator.space().zero()) {
      while (!reached && samples.count() < products) {
        try (ParameterVector probe = operator.space().rademacher(stream)) {
          Samples.apply(operator, probe, image);
          samples.add(probe.dot(image));
        }
        reached =
            samples.count() > 1
                && Samples.isReached(
                    samples.count(), samples.standardError(), samples.mean(), relativeError);
      }
    }
    return new TraceEstimate(samples.mean(), samples.standardError(), samples.count(), reached);
  }
}
