package org.sweetspot.measure.noise;

import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.UndefinedException;

/**
 * Noise moments with the means to tell their errors.
 *
 * @param whole from all data
 * @param blocks number of blocks the data part into
 * @param without the moments of all data but one block
 */
record NoiseEstimate(NoiseMoments whole, int blocks, IntFunction<NoiseMoments> without) {
  /** What the errors stand for. */
  static final String MEANING =
      "the spread to expect if the examples were drawn anew from where they came from";

  NoiseEstimate {
    if (!Double.isFinite(whole.traceSigma()) || !Double.isFinite(whole.squaredGradient())) {
      throw new UndefinedException(
          "gradients: expected finite numbers, got squared norms of "
              + whole.squaredGradient()
              + " and noise of "
              + whole.traceSigma());
    }
  }

  double error(ToDoubleFunction<NoiseMoments> number) {
    return Jackknife.standardError(blocks, k -> number.applyAsDouble(without.apply(k)));
  }

  /** Both moments by name. */
  Answer moments(String estimator, Conventions conventions) {
    return Answer.estimate(
        Value.Named.of(
            Map.of("trace-sigma", whole.traceSigma(), "squared-gradient", whole.squaredGradient())),
        Value.Named.of(
            Map.of(
                "trace-sigma",
                error(NoiseMoments::traceSigma),
                "squared-gradient",
                error(NoiseMoments::squaredGradient))),
        estimator,
        conventions);
  }

  /** The noise scale, if the gradient differs from zero at all. */
  Answer scale(String estimator, Conventions conventions) {
    double gradient = whole.squaredGradient();
    double doubt = error(NoiseMoments::squaredGradient);
    if (gradient == 0 && whole.traceSigma() == 0) {
      throw new NotApplicableException(
          "every gradient is exactly zero: there is neither noise nor signal, and no ratio of"
              + " them");
    }
    if (gradient <= 0) {
      throw new NotApplicableException(
          "the expected gradient can't be told from zero (its squared norm is "
              + gradient
              + " with standard error "
              + doubt
              + "), so that the noise scale has no upper limit; measure more examples");
    }
    Answer answer =
        Answer.estimate(
            Value.of(whole.scale()), Value.of(error(NoiseMoments::scale)), estimator, conventions);
    return gradient > 2 * doubt ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }
}
