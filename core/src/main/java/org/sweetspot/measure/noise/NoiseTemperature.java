package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;

/** eta / (B (1 - m)) tr(Sigma). */
public final class NoiseTemperature implements Measure {
  @Override
  public Card card() {
    return new Card(
        "noise-temperature",
        "SGD noise scale times tr Sigma",
        "How strongly does gradient noise shake the weights at this point of this training?",
        "optimizer (SGD), batch size, squared gradient norms of single examples",
        "Only ratios mean something: compare runs of one network on the same data. Colder runs"
            + " settle in sharper places. It falls as the training fits its data.",
        "",
        "Mandt, Hoffman and Blei 2017; Smith and Le, ICLR 2018");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    StepTemperature.of(context);
    return ExampleNoise.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double temperature = found.number();
    if (Double.isNaN(temperature)) {
      return Finding.READING;
    }
    if (temperature == 0) {
      return Finding.of(NoiseFinding.NO_TEMPERATURE);
    }
    // H C + C H = T Sigma / tr(Sigma) at rest, hence tr(H C) / 2 = T / 4.
    return temperature <= 2 * found.margin()
        ? Finding.of(NoiseFinding.TEMPERATURE_UNKNOWN)
        : Finding.of(NoiseFinding.TEMPERATURE, temperature / 4, found.margin() / 4);
  }

  @Override
  public Answer answer(MeasureContext context) {
    double factor = StepTemperature.of(context);
    NoiseEstimate noise = ExampleNoise.of(context);
    return Answer.estimate(
        Value.of(factor * noise.whole().traceSigma()),
        Value.of(factor * noise.error(NoiseMoments::traceSigma)),
        ExampleNoise.estimator(context),
        StepTemperature.conventions(context).and(ExampleNoise.conventions(context)));
  }
}
