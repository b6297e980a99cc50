package org.sweetspot.measure.frequency;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Inputs;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * How strongly the outputs answer to input perturbations of low, middle and high frequency.
 *
 * <p>Response: ||z(x + d) - z(x)|| / ||d||, mean over examples, d a sum of random plane waves of
 * one band, ||d|| equal for all: 0.05 times the root mean square norm of the inputs. Bands by
 * radius in units of the Nyquist frequency: low to 1/3, middle to 2/3, high above. "high-over-low"
 * is the ratio of the means. Error: bootstrap over examples, whose waves are drawn anew, so that it
 * holds both. Cost: four forward passes over at most 256 examples, and as many for the control.
 * Source: Yin et al. 2019 (Fourier perspective); Rahaman et al. 2019. Not for features or text,
 * which have no frequencies.
 */
public final class FrequencyResponse implements Measure {
  @Override
  public Card card() {
    return new Card(
        "frequency-response",
        "response to input frequencies",
        "Do the outputs depend on coarse or on fine detail of the inputs?",
        "images or signals as inputs",
        "high-over-low below the control's means that training turned the network to coarse detail;"
            + " above it, to fine detail, which noise and compression destroy.",
        "",
        "Yin et al. 2019; Rahaman et al. 2019");
  }

  @Override
  public Finding judge(Measurement found) {
    double ratio = found.number("high-over-low");
    double error = found.margin("high-over-low");
    if (Double.isNaN(ratio)) {
      return Finding.READING;
    }
    Finding answer =
        Math.abs(ratio - 1) > 2 * error
            ? Finding.of(FrequencyFinding.RATIO, ratio)
            : Finding.of(FrequencyFinding.ALIKE);
    double control = found.nullControl("high-over-low").map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(control)) {
      return answer;
    }
    return answer.and(
        Math.abs(ratio - control) <= 2 * error
            ? FrequencyFinding.NOT_BY_TRAINING
            : ratio < control ? FrequencyFinding.TURNED_COARSE : FrequencyFinding.TURNED_FINE,
        control);
  }

  @Override
  public List<Work> work(MeasureContext context) {
    MeanFrequency.require(context.subject().require(Inputs.class).inputShape());
    context.sampling().requireExamples(context.bench().settings().split());
    return List.of(Work.forward("outputs at inputs with waves added"));
  }

  @Override
  public Answer answer(MeasureContext context) {
    WaveResponse waves = WaveResponse.of(context);
    double[][] now = waves.at(context.subject().problem().parameters());
    double[] means = WaveResponse.means(now);
    double[] errors = waves.errors(now);
    ParameterVector initial = context.subject().facts().initial();
    String name =
        initial == null ? "the network with shuffled weights" : "the network at its start";
    double ratio = control(context, waves);
    return Answer.estimate(
            named(means),
            named(errors),
            "random waves, new for each example; standard errors by bootstrap over examples",
            waves.conventions())
        .withControl(
            Sentence.of("%s shows high-over-low %.4f", name, ratio),
            new NullControl(
                "high-over-low", name, ratio, 0, Math.abs(means[3] - ratio) > 2 * errors[3]));
  }

  private static double control(MeasureContext context, WaveResponse waves) {
    ParameterVector initial = context.subject().facts().initial();
    try (ParameterVector start = initial == null ? shuffled(context) : initial.copy()) {
      return WaveResponse.means(waves.at(start))[3];
    }
  }

  private static ParameterVector shuffled(MeasureContext context) {
    RandomStream stream = context.sampling().stream("frequency-response/shuffled");
    ParameterVector copy = context.subject().problem().parameters().copy();
    for (ParameterGroup group : copy.space().groups()) {
      try (ParameterVector part = copy.view(group)) {
        part.set(part.gather(stream.permutation(Math.toIntExact(group.size()))));
      }
    }
    return copy;
  }

  private static Value named(double[] numbers) {
    Map<String, Double> map = new TreeMap<>();
    for (int k = 0; k < WaveResponse.NAMES.length; k++) {
      map.put(WaveResponse.NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }
}
