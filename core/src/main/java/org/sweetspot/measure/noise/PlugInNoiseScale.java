package org.sweetspot.measure.noise;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.statistics.Jackknife;

/**
 * tr(Sigma) / |g|^2 with the mean gradient g of the measured examples as it is.
 *
 * <p>Sigma over n - 1. Since |g|^2 contains tr(Sigma) / n of noise, the ratio never exceeds n by
 * much: {@link NoiseScale} takes that out. Error: jackknife over random blocks. Cost: one visit of
 * all gradients, shared.
 */
public final class PlugInNoiseScale implements Measure {
  @Override
  public Card card() {
    return new Card(
        "noise-scale-plug-in",
        "simple noise scale, plug-in",
        "How large is the noise of one example against the mean gradient of the measured ones?",
        "gradients of single examples",
        "Biased low, and about n where there is no signal left: use noise-scale for decisions, and"
            + " this to compare with programs that do not correct.",
        "examples",
        "McCandlish et al. 2018, section 2.2");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return GradientPass.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double scale = found.number();
    double n = found.nullControl().map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(scale) || Double.isNaN(n)) {
      return Finding.READING;
    }
    if (scale == 0) {
      return Finding.of(NoiseFinding.NO_NOISE_ONE_AS_BATCH);
    }
    // |g|^2 holds tr(Sigma) / n of noise, the share scale / n of it.
    return scale + 2 * found.margin() >= n
        ? Finding.of(NoiseFinding.NOTHING_BUT_NOISE, n)
        : Finding.of(NoiseFinding.PLUG_IN, 100 * scale / n, 1 / (1 / scale - 1 / n));
  }

  private static double scale(GradientSums sums) {
    return sums.trace() / (sums.ofSum() / (sums.n() * sums.n()));
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    GradientSums all = pass.requireSum();
    double scale = scale(all);
    double error = Jackknife.standardError(pass.blocks(), k -> scale(pass.without(k, -1)));
    return Answer.estimate(
            Value.of(scale),
            Value.of(error),
            "plug-in, biased low; standard error by a jackknife over "
                + pass.blocks()
                + " random blocks of examples, "
                + NoiseEstimate.MEANING,
            pass.conventions().and(Conventions.DEFINITION, "covariance over n - 1"))
        .withControl(
            "no signal at all would show about n = " + pass.examples(),
            new NullControl("", "no signal", pass.examples(), 0, scale + 2 * error < all.n()));
  }
}
