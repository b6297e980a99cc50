package org.sweetspot.measure.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.topology.Distances;
import org.sweetspot.topology.Lifetimes;
import org.sweetspot.topology.RandomWalk;

/**
 * E_alpha, sums of powers of the states' lifetimes ({@link Lifetimes#sum}), for alpha 1/2, 1 and 2,
 * by weights and, at alpha 1, by losses and by labels. Exact for the states given; grows with their
 * number. Cost: the distances, and O(k^2).
 */
public final class LifetimeSums implements Measure {
  private static final double[] EXPONENTS = {0.5, 1, 2};
  private static final double NEAR = 1.1;

  @Override
  public Card card() {
    return new Card(
        "lifetime-sums",
        "alpha-weighted lifetime sums",
        "How much room does the cloud of states take?",
        "a trajectory of at least three states; the model and data for losses and labels",
        "Part of a bound on generalization whose mutual-information term cannot be computed."
            + " Compare only trajectories with as many states, as far apart; it grows with step"
            + " length, so that the norm often goes along with the gap as well or better.",
        "",
        "Andreeva et al., NeurIPS 2024, section 3.1; the criticism: Tan et al. 2024"
            + " (arXiv 2406.02234)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return StateClouds.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    StateClouds clouds = StateClouds.of(context);
    SortedMap<String, Double> values = new TreeMap<>();
    List<NullControl> controls = new ArrayList<>();
    for (Map.Entry<String, Distances> cloud : clouds.byName().entrySet()) {
      Lifetimes lifetimes = Lifetimes.of(cloud.getValue());
      Lifetimes walk = Lifetimes.of(new RandomWalk(cloud.getValue()));
      for (double exponent : EXPONENTS) {
        if (exponent == 1 || cloud.getKey().equals(StateClouds.WEIGHTS)) {
          String part = part(cloud.getKey(), exponent);
          double sum = lifetimes.sum(exponent);
          double random = walk.sum(exponent);
          values.put(part, sum);
          controls.add(
              new NullControl(
                  part,
                  "random walk with these steps",
                  random,
                  0,
                  sum * NEAR < random || sum > random * NEAR));
        }
      }
    }
    return clouds.controlled(
        Answer.exact(
            new Value.Named(values),
            "sum over the minimum spanning tree's edges of length^alpha",
            clouds.conventions()),
        "a random walk with these steps has the sums that its steps have",
        controls);
  }

  private static String part(String cloud, double exponent) {
    return cloud + (exponent == 0.5 ? "-half" : exponent == 1 ? "-1" : "-2");
  }

  @Override
  public Finding judge(Measurement found) {
    String part = part(StateClouds.WEIGHTS, 1);
    double sum = found.number(part);
    double walk = found.nullControl(part).map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(sum) || !(walk > 0)) {
      return sum == 0 ? Finding.of(TopologyFinding.NEVER_MOVED) : Finding.READING;
    }
    return Finding.of(
        sum * NEAR < walk ? TopologyFinding.TREE_RETURNS : TopologyFinding.TREE_IS_WAY, sum / walk);
  }
}
