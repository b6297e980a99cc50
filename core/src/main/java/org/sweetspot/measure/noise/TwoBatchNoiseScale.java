package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Work;

/** B_simple from gradients at two batch sizes, under batch statistics. */
public final class TwoBatchNoiseScale implements Measure {
  @Override
  public Card card() {
    return new Card(
        "noise-scale-two-batch",
        "simple noise scale from two batch sizes",
        "From which batch size on do larger batches stop making the gradient much better, batch"
            + " normalization at work as in training?",
        "at least 16 examples",
        "Read like noise-scale, and prefer it where batch normalization is used: there single"
            + " examples have no gradients of their own. Its error is larger for the same cost.",
        "examples",
        "McCandlish et al. 2018, appendix A.1");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return TwoBatchNoise.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    return NoiseScale.forBatches(found);
  }

  @Override
  public Answer answer(MeasureContext context) {
    TwoBatchNoise noise = TwoBatchNoise.of(context);
    return noise.estimate().scale(TwoBatchNoise.ESTIMATOR, noise.conventions(context));
  }
}
