package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Work;

/** B_simple = tr(Sigma) / |G|^2 from the gradients of single examples. */
public final class NoiseScale implements Measure {
  @Override
  public Card card() {
    return new Card(
        "noise-scale",
        "simple noise scale",
        "From which batch size on do larger batches stop making the gradient much better?",
        "squared gradient norms of single examples",
        "A batch size. Far below it doubling the batch nearly halves the steps needed, so that the"
            + " learning rate may grow with the batch; far above it larger batches are wasted. It"
            + " grows during training.",
        "examples",
        "McCandlish et al. 2018, section 2.2");
  }

  @Override
  public Finding judge(Measurement found) {
    return forBatches(found);
  }

  /** What a noise scale means for the batch size, as far as its error allows. */
  static Finding forBatches(Measurement found) {
    double scale = found.number();
    double error = found.margin();
    if (Double.isNaN(scale)) {
      return Finding.READING;
    }
    if (scale == 0) {
      return Finding.of(NoiseFinding.NO_NOISE_ONE_AS_BATCH);
    }
    return Finding.of(
        scale <= 2 * error ? NoiseFinding.SCALE_UNKNOWN : NoiseFinding.SCALE, scale, error);
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return ExampleNoise.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return ExampleNoise.of(context)
        .scale(
            ExampleNoise.estimator(context) + "; ratio of the two estimates",
            ExampleNoise.conventions(context));
  }
}
