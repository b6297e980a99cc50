package org.sweetspot.measure.noise;

import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.statistics.Jackknife;

/**
 * How differently the examples pull: sum |g_i|^2 / |sum g_i|^2.
 *
 * <p>"diversity" is that ratio, "times-n" n times it: the batch size up to which Yin et al. show no
 * slowdown; 1 / n and 1 if all gradients are equal, 1 and n if they are orthogonal. Error:
 * jackknife over random blocks of examples. Cost: one visit of all gradients, shared. Source: Yin
 * et al. 2018, definition 1.
 */
public final class GradientDiversity implements Measure {
  @Override
  public Card card() {
    return new Card(
        "gradient-diversity",
        "gradient diversity",
        "How differently do the examples pull on the weights?",
        "gradients of single examples",
        "times-n is a batch size: below it, batches are worth their examples. It depends on how"
            + " many examples are measured once the mean gradient is small, since their noise then"
            + " makes up the sum.",
        "",
        "Yin et al. 2018, definition 1");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return GradientPass.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double size = found.number("times-n");
    if (!Double.isFinite(size)) {
      return Finding.READING;
    }
    double error = found.margin("times-n");
    return size < 1.5 && error < 0.5
        ? Finding.of(NoiseFinding.ALIKE)
        : Finding.of(NoiseFinding.DIVERSE, size, error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    GradientSums all = pass.requireSum();
    double error =
        Jackknife.standardError(
            pass.blocks(), k -> pass.without(k, -1).diversity() * pass.without(k, -1).n());
    return Answer.estimate(
        named(all.diversity(), all.n()),
        named(error / all.n(), all.n()),
        "exact for these examples; standard error by a jackknife over "
            + pass.blocks()
            + " random blocks of examples, "
            + NoiseEstimate.MEANING,
        pass.conventions());
  }

  private static Value named(double diversity, double n) {
    return Value.Named.of(Map.of("diversity", diversity, "times-n", diversity * n));
  }
}
