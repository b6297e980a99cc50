package org.sweetspot.measure.frequency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.dynamics.States;
import org.sweetspot.problem.Inputs;

/**
 * {@link FrequencyResponse} at up to {@value #MOST} states of the training, with the same examples
 * and the same waves at each: columns position, low, middle, high, high-over-low. The first state
 * is the control of the later ones.
 *
 * <p>Errors: bootstrap over examples at each state; since examples and waves are the same, changes
 * from state to state are known better than that. Cost: four forward passes over at most 256
 * examples for each state. The problem gets its weights and buffers back. Fails where a state's
 * outputs do not depend on the inputs at all.
 */
public final class ResponseOverTraining implements Measure {
  static final int MOST = 50;

  @Override
  public Card card() {
    return new Card(
        "frequency-response-over-training",
        "response to input frequencies over training",
        "Did the outputs turn to coarse or to fine detail while the network learned?",
        "a trajectory of at least two states, the model, and images or signals as data",
        "Frequency bias is seen where the response to coarse detail grows before that to fine"
            + " detail does. Responses grow with the scale of the outputs; their ratio does not.",
        "",
        "Rahaman et al. 2019; Yin et al. 2019");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    States.require(context);
    MeanFrequency.require(context.subject().require(Inputs.class).inputShape());
    context.sampling().requireExamples(context.bench().settings().split());
    return List.of(Work.forward("outputs at inputs with waves added"));
  }

  @Override
  public Finding judge(Measurement found) {
    List<Double> ratio = found.column("high-over-low");
    int last = ratio.size() - 1;
    if (last < 1) {
      return Finding.READING;
    }
    double change = ratio.get(last) - ratio.get(0);
    double error =
        Math.hypot(found.margin("high-over-low", 0), found.margin("high-over-low", last));
    return Finding.of(
            Math.abs(change) <= 2 * error
                ? FrequencyFinding.NO_TURN
                : change < 0 ? FrequencyFinding.BECAME_COARSE : FrequencyFinding.BECAME_FINE,
            ratio.get(0),
            ratio.get(last))
        .and(order(found));
  }

  private static Finding order(Measurement found) {
    int coarse = halfway(found, "low");
    int fine = halfway(found, "high");
    if (coarse < 0 || fine < 0) {
      return Finding.of(FrequencyFinding.NO_GROWTH);
    }
    if (coarse == fine) {
      return Finding.of(FrequencyFinding.SAME_STATE);
    }
    return Finding.of(
        coarse < fine ? FrequencyFinding.COARSE_FIRST : FrequencyFinding.FINE_FIRST,
        found.column("position").get(Math.min(coarse, fine)),
        found.column("position").get(Math.max(coarse, fine)));
  }

  /** First state with half of the growth from first to last; -1 where no growth is shown. */
  private static int halfway(Measurement found, String band) {
    List<Double> response = found.column(band);
    int last = response.size() - 1;
    if (last < 1) {
      return -1;
    }
    double growth = response.get(last) - response.get(0);
    if (growth <= 2 * Math.hypot(found.margin(band, 0), found.margin(band, last))) {
      return -1;
    }
    int at = 0;
    while (response.get(at) < response.get(0) + growth / 2) {
      at++;
    }
    return at;
  }

  @Override
  public Answer answer(MeasureContext context) {
    States.require(context);
    WaveResponse waves = WaveResponse.of(context);
    int count = States.count(context, MOST);
    Map<String, double[]> values = new LinkedHashMap<>();
    Map<String, double[]> errors = new LinkedHashMap<>();
    values.put("position", States.positions(context, MOST));
    errors.put("position", new double[count]);
    for (String name : WaveResponse.NAMES) {
      values.put(name, new double[count]);
      errors.put(name, new double[count]);
    }
    States.visit(
        context,
        MOST,
        row -> {
          double[][] responses = waves.at(context.subject().problem().parameters());
          double[] means = WaveResponse.means(responses);
          double[] doubts = waves.errors(responses);
          for (int k = 0; k < means.length; k++) {
            String name = WaveResponse.NAMES[k];
            Objects.requireNonNull(values.get(name))[row] = means[k];
            Objects.requireNonNull(errors.get(name))[row] = doubts[k];
          }
        });
    return Answer.estimate(
        Value.Columns.of(values),
        Value.Columns.of(errors),
        "random waves, new for each example and the same at all states; standard errors by"
            + " bootstrap over examples",
        waves
            .conventions()
            .and(
                Conventions.DEFINITION,
                "at " + count + " of " + context.subject().trajectory().size() + " states"));
  }
}
