package org.sweetspot.measure.norm;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.problem.Outputs;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * Logarithms of products of layer norms, plain and over the margin: the norm families of studies of
 * generalization.
 *
 * <pre>
 * frobenius         sum over layers of ln ||W_i||_F^2
 * spectral          sum over layers of ln ||W_i||_2^2
 * spectral-initial  spectral + ln sum of ||W_i - W0_i||_F^2 / ||W_i||_2^2
 * ...-margin        the same - 2 ln gamma
 * inverse-margin    1 / gamma^2
 * </pre>
 *
 * <p>gamma is the 10th percentile of the margins on the measured split; where it is not positive
 * what needs it is left out. A convolution's kernel is a matrix of out x (in height width). No
 * guarantee: the terms are left out that would make it a bound.
 */
public final class NormProducts implements Measure {
  private static final double QUANTILE = 0.1;

  @Override
  public Card card() {
    return new Card(
        "norm-products",
        "products of layer norms over the margin",
        "How large are the layers together, compared with the margin?",
        "weights in matrix form; outputs for the margin, the initial weights for spectral-initial",
        "Compare networks of one architecture and one training loss only. In large studies they go"
            + " along with generalization badly, often with the wrong sign: show them beside the"
            + " plain norm.",
        "",
        "Jiang et al. 2020, ICLR; Dziugaite et al. 2020, NeurIPS");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return SpectralNorms.planned(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double margin = found.number("spectral-margin");
    double product = found.number("spectral");
    if (Double.isNaN(product)) {
      return Finding.READING;
    }
    return Double.isNaN(margin)
        ? Finding.of(NormFinding.PRODUCT_WITHOUT_MARGIN, product)
        : Finding.of(NormFinding.PRODUCT_OVER_MARGIN, margin).and(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    SortedMap<String, Double> spectral = SpectralNorms.layers(context);
    ParameterVector weights = context.subject().problem().parameters();
    ParameterVector initial = context.subject().facts().initial();
    double frobenius = 0;
    double product = 0;
    double moved = 0;
    for (Map.Entry<String, Double> layer : spectral.entrySet()) {
      ParameterGroup group = group(weights, layer.getKey());
      double square = layer.getValue() * layer.getValue();
      double norm = norm(weights, group, null);
      if (!(square > 0)) {
        throw new NotApplicableException("layer " + layer.getKey() + " is all zero");
      }
      frobenius += 2 * Math.log(norm);
      product += Math.log(square);
      if (initial != null) {
        double distance = norm(weights, group, initial);
        moved += distance * distance / square;
      }
    }
    SortedMap<String, Double> values = new TreeMap<>();
    values.put("frobenius", frobenius);
    values.put("spectral", product);
    if (moved > 0) {
      values.put("spectral-initial", product + Math.log(moved));
    }
    double margin = margin(context);
    if (margin > 0) {
      for (String name : List.copyOf(values.keySet())) {
        values.put(name + "-margin", values.getOrDefault(name, 0.0) - 2 * Math.log(margin));
      }
      values.put("inverse-margin", 1 / (margin * margin));
    }
    return Answer.exact(
        new Value.Named(values),
        "sums of logarithms of squared norms; margin by order statistics",
        Conventions.definition(
            "biases left out; margin: "
                + (margin > 0
                    ? "10th percentile on the measured split"
                    : "not positive or not known, so that what needs it is left out")));
  }

  /** The 10th percentile of the margins, interpolated; NaN where there are none. */
  private static double margin(MeasureContext context) {
    if (!context.subject().offers(Outputs.class)) {
      return Double.NaN;
    }
    OutputScores scores = OutputScores.of(context, context.bench().settings().split());
    if (scores.classes() < 2) {
      return Double.NaN;
    }
    double[] sorted = Arrays.stream(scores.margin()).sorted().toArray();
    double position = QUANTILE * (sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  }

  private static ParameterGroup group(ParameterVector weights, String name) {
    return weights.space().groups().stream()
        .filter(group -> group.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new NotApplicableException("tensor " + name + " is no group of parameters"));
  }

  /** Frobenius norm of a group, or of its distance from another vector's. */
  private static double norm(
      ParameterVector weights, ParameterGroup group, @Nullable ParameterVector other) {
    try (ParameterVector view = weights.view(group);
        ParameterVector copy = view.copy()) {
      if (other != null) {
        try (ParameterVector from = other.view(group)) {
          copy.add(-1, from);
        }
      }
      return copy.norm();
    }
  }
}
