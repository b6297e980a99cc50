package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Mode;

/**
 * The trace of the gradient's covariance and the squared norm of the expected gradient.
 *
 * <p>Both are of single examples and so of the network as it is used; what training sees of them
 * under batch statistics or dropout is in {@link NoiseScale}. With {@code --mode train} they are
 * taken from whole batches here too.
 */
public final class GradientNoise implements Measure {
  @Override
  public Card card() {
    return new Card(
        "gradient-noise",
        "gradient noise",
        "How much do the gradients of single examples differ, and what do they agree on?",
        "squared gradient norms of single examples",
        "trace-sigma is the noise of one example, squared-gradient the signal. A batch of B sees"
            + " the signal plus noise of trace-sigma / B. Early in training the signal is large,"
            + " late almost all is noise.",
        "",
        "McCandlish et al. 2018, section 2.2 and appendix A");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return ofUse(context) ? ExampleNoise.singlesWork(context) : ExampleNoise.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double noise = found.number("trace-sigma");
    double signal = found.number("squared-gradient");
    double error = found.margin("squared-gradient");
    if (Double.isNaN(noise) || Double.isNaN(signal)) {
      return Finding.READING;
    }
    if (noise == 0) {
      return Finding.of(signal == 0 ? NoiseFinding.NO_GRADIENT : NoiseFinding.NO_NOISE);
    }
    return signal > 2 * error
        ? Finding.of(NoiseFinding.NOISE_OVER_SIGNAL, noise / signal)
        : Finding.of(NoiseFinding.SIGNAL_LOST, signal, error, noise);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return ofUse(context)
        ? ExampleNoise.ofSingles(context)
            .moments(ExampleNoise.ESTIMATOR, ExampleNoise.singlesConventions(context))
        : ExampleNoise.of(context)
            .moments(ExampleNoise.estimator(context), ExampleNoise.conventions(context));
  }

  private static boolean ofUse(MeasureContext context) {
    return context.bench().settings().mode() == Mode.EVALUATE
        || !context.subject().problem().modesDiffer();
  }
}
