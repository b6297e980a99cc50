package org.sweetspot.measure.noise;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
 * The mean gradient against its noise, whole and layer by layer: |g|^2 / tr(Sigma).
 *
 * <p>g the mean over the n measured examples, Sigma the covariance of one example's gradient over n
 * - 1. Plug-in: |g|^2 contains tr(Sigma) / n of noise, so that no signal at all shows 1 / n. Error:
 * jackknife over random blocks of examples. Cost: one visit of all gradients, shared. A group whose
 * gradients are all equal has no noise and is left out.
 */
public final class SignalToNoise implements Measure {
  @Override
  public Card card() {
    return new Card(
        "signal-to-noise",
        "signal to noise of the gradient",
        "How strong is the mean gradient against the noise of one example, layer by layer?",
        "gradients of single examples",
        "A batch of B has B times this ratio. The control is what no signal would show. Layers far"
            + " below the others learn mostly noise.",
        "",
        "definition; McCandlish et al. 2018 for its inverse");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return GradientPass.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double all = found.number("all");
    if (Double.isNaN(all)) {
      return Finding.READING;
    }
    return all > 2 * found.margin("all")
        ? Finding.of(NoiseFinding.EQUAL_AT_BATCH, 1 / all)
        : Finding.of(NoiseFinding.NO_SIGNAL_SHOWN);
  }

  private static NullControl none(
      String name, Map<String, Double> values, Map<String, Double> errors, GradientPass pass) {
    double alone = 1.0 / pass.examples();
    double value = values.getOrDefault(name, Double.NaN);
    double error = errors.getOrDefault(name, Double.NaN);
    return new NullControl(name, "no signal", alone, 0, value - alone > 2 * error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    pass.requireNoise();
    Map<String, Double> values = new TreeMap<>();
    Map<String, Double> errors = new TreeMap<>();
    for (int g = -1; g < pass.groups().size(); g++) {
      int group = g;
      GradientSums sums = pass.without(-1, group);
      if (sums.trace() > 0) {
        String name = g < 0 ? "all" : pass.groups().get(g).name();
        values.put(name, sums.signalToNoise());
        errors.put(
            name,
            Jackknife.standardError(pass.blocks(), k -> pass.without(k, group).signalToNoise()));
      }
    }
    return Answer.estimate(
            Value.Named.of(values),
            Value.Named.of(errors),
            "plug-in; standard error by a jackknife over "
                + pass.blocks()
                + " random blocks of examples, "
                + NoiseEstimate.MEANING,
            pass.conventions().and(Conventions.DEFINITION, "covariance over n - 1"))
        .withControl(
            "no signal at all would show 1 / n = " + 1.0 / pass.examples(),
            values.keySet().stream().map(name -> none(name, values, errors, pass)).toList());
  }
}
