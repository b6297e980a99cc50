package org.sweetspot.measure.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Split;
import org.sweetspot.topology.Distances;
import org.sweetspot.topology.Magnitude;
import org.sweetspot.topology.RandomWalk;

/**
 * The effective number of states ({@link Magnitude}), of up to {@value #MOST} states evenly spread,
 * at the scales sqrt(n), n the number of training examples, and 0.01: all weights, or the positive
 * ones alone. Exact to the system's residual. Cost: k^3 / 3 multiplications for each scale and
 * cloud.
 */
public final class StateMagnitude implements Measure {
  private static final int MOST = 1000;
  private static final double COARSE = 0.01;
  private static final double NEAR = 1.1;

  private final boolean positive;

  private StateMagnitude(boolean positive) {
    this.positive = positive;
  }

  /** The sum of all weights. */
  public static StateMagnitude all() {
    return new StateMagnitude(false);
  }

  /** The sum of the positive weights. */
  public static StateMagnitude positive() {
    return new StateMagnitude(true);
  }

  @Override
  public Card card() {
    return new Card(
        positive ? "positive-magnitude" : "magnitude",
        positive ? "positive magnitude of the states" : "magnitude of the states",
        positive
            ? "How many different states did the training visit, by positive weights?"
            : "How many different states did the training visit?",
        "a trajectory of at least three states; the model and data for losses, labels and the"
            + " scale sqrt(n)",
        "Between 1 (all states as one) and their number (all far apart at that scale), where it"
            + " says no more than that. Part of a bound whose mutual-information term cannot be"
            + " computed.",
        "",
        "Leinster 2013; Andreeva et al., NeurIPS 2024, section 3.2");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return StateClouds.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    StateClouds clouds = StateClouds.of(context);
    Map<String, Double> scales = new TreeMap<>(Map.of("0.01", COARSE));
    if (context.subject().hasProblem() && context.subject().problem().size(Split.TRAIN) > 0) {
      scales.put("sqrt-n", Math.sqrt(context.subject().problem().size(Split.TRAIN)));
    }
    SortedMap<String, Double> values = new TreeMap<>();
    List<NullControl> controls = new ArrayList<>();
    StringJoiner missing = new StringJoiner("; ");
    double residual = 0;
    double points = 0;
    for (Map.Entry<String, Distances> entry : clouds.byName().entrySet()) {
      Distances cloud = StateClouds.thinned(entry.getValue(), MOST);
      points = Math.max(points, cloud.size());
      for (Map.Entry<String, Double> scale : scales.entrySet()) {
        String part = entry.getKey() + "-" + scale.getKey();
        Optional<Magnitude> found = Magnitude.of(cloud, scale.getValue());
        if (found.isEmpty()) {
          missing.add(part + ": the similarities are singular to rounding, no magnitude");
          continue;
        }
        double value = value(found.get());
        residual = Math.max(residual, found.get().residual());
        values.put(part, value);
        Magnitude.of(new RandomWalk(cloud), scale.getValue())
            .map(this::value)
            .ifPresent(
                walk ->
                    controls.add(
                        new NullControl(
                            part,
                            "random walk with these steps",
                            walk,
                            0,
                            value * NEAR < walk || value > walk * NEAR)));
      }
    }
    if (values.isEmpty()) {
      throw new NotApplicableException(missing.toString());
    }
    return clouds
        .controlled(
            Answer.exact(
                new Value.Named(values),
                Sentence.of(
                    "sum of the "
                        + (positive ? "positive " : "")
                        + "weights x with exp(-s d) x = 1; largest residual %.1g",
                    residual),
                clouds.conventions().and(Conventions.DEFINITION, missing.toString())),
            "a random walk with these steps is measured likewise",
            controls)
        .withDetail("points", points);
  }

  private double value(Magnitude magnitude) {
    return positive ? magnitude.positive() : magnitude.magnitude();
  }

  @Override
  public Finding judge(Measurement found) {
    String part =
        StateClouds.WEIGHTS
            + (found.parts().containsKey(StateClouds.WEIGHTS + "-sqrt-n") ? "-sqrt-n" : "-0.01");
    double value = found.number(part);
    double points = found.detail("points");
    if (Double.isNaN(value) || Double.isNaN(points)) {
      return Finding.READING;
    }
    return Finding.of(
        value > 0.99 * points
            ? TopologyFinding.STATES_APART
            : value < 1.01
                ? TopologyFinding.STATES_ONE
                : found.nullControl(part).map(NullControl::tells).orElse(false)
                    ? TopologyFinding.MAGNITUDE_OWN
                    : TopologyFinding.MAGNITUDE_AS_WALK,
        points,
        value);
  }
}
