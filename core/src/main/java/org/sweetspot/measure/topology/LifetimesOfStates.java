package org.sweetspot.measure.topology;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
 * The lifetimes of the connected components of the states ({@link Lifetimes}), ascending, beside
 * those of a random walk with the same steps, which are the steps' lengths. Exact. Cost: the
 * distances, and O(k^2).
 */
public final class LifetimesOfStates implements Measure {
  /** Lifetimes this much apart are called different. */
  private static final double CLEAR = 1.5;

  @Override
  public Card card() {
    return new Card(
        "h0-lifetimes",
        "lifetimes of connected components",
        "Does the training visit separate places, or one?",
        "a trajectory of at least three states",
        "A component that lives much longer than the others is a jump to another place; lifetimes"
            + " much shorter than the steps mean that the training came back to where it was.",
        "",
        "Birdal et al., NeurIPS 2021, section 3; Sibson 1973");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return StateClouds.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    StateClouds clouds = StateClouds.of(context);
    Distances weights = clouds.weights();
    Lifetimes lifetimes = Lifetimes.of(weights);
    double[] found = lifetimes.ascending();
    double[] walk = Lifetimes.of(new RandomWalk(weights)).ascending();
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("order", IntStream.rangeClosed(1, found.length).asDoubleStream().toArray());
    columns.put("lifetime", found);
    columns.put("random-walk", walk);
    double median = found[found.length / 2];
    double walking = walk[walk.length / 2];
    return clouds
        .controlled(
            Answer.exact(
                Value.Columns.of(columns),
                "lengths of the edges of the minimum spanning tree of the states' weights,"
                    + " ascending (full lengths, as GUDHI and ripser count)",
                clouds.conventions()),
            "a random walk with these steps in many dimensions lives as long as its steps",
            List.of(
                new NullControl(
                    "median-lifetime",
                    "median step of the random walk",
                    walking,
                    0,
                    Math.abs(median - walking) > (CLEAR - 1) * walking)))
        .withDetail("median", median)
        .withDetail("longest", lifetimes.longest());
  }

  @Override
  public Finding judge(Measurement found) {
    double median = found.detail("median");
    double longest = found.detail("longest");
    double walk = found.nullControl("median-lifetime").map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(median) || Double.isNaN(longest) || Double.isNaN(walk)) {
      return Finding.READING;
    }
    if (longest == 0) {
      return Finding.of(TopologyFinding.NEVER_MOVED);
    }
    if (median == 0) {
      return Finding.of(TopologyFinding.REPEATED);
    }
    Finding jump =
        longest > 10 * median
            ? Finding.of(TopologyFinding.JUMP, longest / median)
            : Finding.of(TopologyFinding.ONE_PLACE);
    return median * CLEAR < walk
        ? jump.and(TopologyFinding.LIFETIMES_RETURN, median / walk)
        : jump.and(TopologyFinding.LIFETIMES_AS_STEPS);
  }
}
