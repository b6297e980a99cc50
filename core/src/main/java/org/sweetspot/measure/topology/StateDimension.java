package org.sweetspot.measure.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.sweetspot.random.RandomStream;
import org.sweetspot.topology.CorrelationDimension;
import org.sweetspot.topology.DimensionFit;
import org.sweetspot.topology.Distances;
import org.sweetspot.topology.PersistentDimension;
import org.sweetspot.topology.RandomWalk;

/**
 * A dimension of the cloud of states, by weights, losses and labels: by {@link PersistentDimension}
 * or by {@link CorrelationDimension}, of up to {@value #MOST} states evenly spread. Where a cloud
 * gives none it is left out, and the conventions say why. Beside it stands the same of a random
 * walk with the same steps; within two errors of that it shows nothing.
 */
public final class StateDimension implements Measure {
  private static final int MOST = 2000;

  private final Card card;
  private final String estimator;
  private final Estimator estimate;

  /** What gives a dimension. */
  private interface Estimator {
    DimensionFit of(Distances cloud, RandomStream stream);
  }

  private StateDimension(Card card, String estimator, Estimator estimate) {
    this.card = card;
    this.estimator = estimator;
    this.estimate = estimate;
  }

  /** From the growth of lifetime sums. */
  public static StateDimension persistent() {
    return new StateDimension(
        new Card(
            "ph-dimension",
            "persistent homology dimension",
            "How many dimensions does the cloud of states fill?",
            "a trajectory of at least 30 states; the model and data for losses and labels",
            "Bounds on generalization hold it beside a mutual-information term that cannot be"
                + " computed. A random walk has about 2 whatever was trained. Its correlation with"
                + " the gap is confounded by rate and batch, and fails from adversarial"
                + " initializations.",
            "",
            "Birdal et al., NeurIPS 2021, algorithm 1; Dupuis et al., ICML 2023; the criticism:"
                + " Tan et al. 2024 (arXiv 2406.02234)"),
        "alpha / (1 - slope), alpha = 1, slope of ln E_alpha against ln(size) over 8 sizes of"
            + " subsets, 10 draws each; the error is the slope's, from the draws",
        PersistentDimension.USUAL::of);
  }

  /** From the share of near pairs. */
  public static StateDimension correlation() {
    return new StateDimension(
        new Card(
            "correlation-dimension",
            "correlation dimension",
            "How many dimensions does the cloud of states fill, by its near pairs?",
            "a trajectory of at least 40 states; the model and data for losses and labels",
            "A cross-check of ph-dimension: where both have small errors and differ, the cloud has"
                + " no one dimension. States that follow each other are near, so that smooth ways"
                + " show about 1.",
            "",
            "Grassberger and Procaccia 1983; Takens 1985; Eckmann and Ruelle 1992"),
        "1 / mean ln(R / r) over the nearest 2% of the pairs; jackknife over 20 groups of states",
        (cloud, stream) -> CorrelationDimension.USUAL.of(cloud));
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return StateClouds.work(context);
  }

  @Override
  public Answer answer(MeasureContext context) {
    StateClouds clouds = StateClouds.of(context);
    SortedMap<String, Double> values = new TreeMap<>();
    SortedMap<String, Double> errors = new TreeMap<>();
    List<NullControl> controls = new ArrayList<>();
    StringJoiner missing = new StringJoiner("; ");
    for (Map.Entry<String, Distances> entry : clouds.byName().entrySet()) {
      String name = entry.getKey();
      Distances cloud = StateClouds.thinned(entry.getValue(), MOST);
      DimensionFit fit = estimate.of(cloud, context.sampling().stream(card.id() + "/" + name));
      if (!fit.found()) {
        missing.add(
            name
                + ": no dimension of "
                + cloud.size()
                + " states, "
                + fit.outcome().reason()
                + (Double.isNaN(fit.slope())
                    ? ""
                    : Sentence.of(" (slope %.4g, error %.2g)", fit.slope(), fit.slopeError())));
        continue;
      }
      values.put(name, fit.dimension());
      errors.put(name, fit.error());
      DimensionFit walk =
          estimate.of(
              new RandomWalk(cloud), context.sampling().stream(card.id() + "/walk/" + name));
      if (walk.found()) {
        controls.add(
            new NullControl(
                name,
                "random walk with these steps",
                walk.dimension(),
                walk.error(),
                Math.abs(fit.dimension() - walk.dimension())
                    > 2 * Math.hypot(fit.error(), walk.error())));
      }
    }
    if (values.isEmpty()) {
      throw new NotApplicableException(
          missing + "; keep more states: snapshots: {kind: tail, count: 200}");
    }
    return clouds.controlled(
        Answer.estimate(
            new Value.Named(values),
            new Value.Named(errors),
            estimator,
            clouds.conventions().and(Conventions.DEFINITION, missing.toString())),
        "a random walk with these steps is measured likewise",
        controls);
  }

  @Override
  public Finding judge(Measurement found) {
    if (found.parts().isEmpty()) {
      return Finding.READING;
    }
    String name =
        found.parts().containsKey(StateClouds.WEIGHTS)
            ? StateClouds.WEIGHTS
            : found.parts().firstKey();
    double dimension = found.number(name);
    double error = found.margin(name);
    return found
        .nullControl(name)
        .map(
            control ->
                Finding.of(
                    control.tells()
                        ? TopologyFinding.DIMENSION_OWN
                        : TopologyFinding.DIMENSION_AS_WALK,
                    name,
                    dimension,
                    error,
                    control.value()))
        .orElse(Finding.of(TopologyFinding.DIMENSION_ALONE, name, dimension, error));
  }
}
