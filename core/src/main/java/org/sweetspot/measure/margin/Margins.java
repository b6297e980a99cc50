package org.sweetspot.measure.margin;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.norm.SpectralNorms;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.problem.Outputs;
import org.sweetspot.statistics.Bootstrap;

/** Quantiles of the margin z_y - max over j != y of z_j, as they are or over a norm. */
public final class Margins implements Measure {
  private static final double[] QUANTILES = {0.05, 0.25, 0.5, 0.75, 0.95};
  private static final String[] NAMES = {"q05", "q25", "q50", "q75", "q95"};

  private final boolean normalized;

  private Margins(boolean normalized) {
    this.normalized = normalized;
  }

  /** Margins in units of the logits. */
  public static Margins ofLogits() {
    return new Margins(false);
  }

  /** Margins divided by the product of the layers' spectral norms. */
  public static Margins normalized() {
    return new Margins(true);
  }

  @Override
  public Card card() {
    return normalized
        ? new Card(
            "normalized-margins",
            "spectrally normalized margins",
            "How clearly are the training examples classified, compared with what the weights"
                + " could do at most?",
            "outputs and weights in matrix form",
            "Compare the whole distribution between networks of one architecture and depth: shifted"
                + " to the left goes along with worse generalization. Means little with"
                + " normalization layers.",
            "",
            "Bartlett, Foster and Telgarsky 2017, without the (2,1)-norm factor")
        : new Card(
            "margins",
            "margins",
            "How clearly are the training examples classified?",
            "outputs (a classifier)",
            "Negative means misclassified; q05 is the margin that 5% of the examples stay below."
                + " Grows with the scale of the weights: see normalized-margins.",
            "logits",
            "definition");
  }

  @Override
  public Finding judge(Measurement found) {
    double least = found.number("q05");
    if (Double.isNaN(least)) {
      return Finding.READING;
    }
    return Finding.of(
            Math.abs(least) <= 2 * found.margin("q05")
                ? MarginFinding.HARDEST_UNDECIDED
                : least > 0 ? MarginFinding.HARDEST_RIGHT : MarginFinding.HARDEST_WRONG)
        .and(MarginFinding.MEDIAN, found.number("q50"), found.margin("q50"));
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().require(Outputs.class);
    return normalized ? SpectralNorms.planned(context) : List.of();
  }

  @Override
  public Answer answer(MeasureContext context) {
    context.subject().require(Outputs.class);
    OutputScores scores = OutputScores.of(context, context.bench().settings().split());
    if (scores.classes() < 2) {
      throw new NotApplicableException("a margin needs at least two classes");
    }
    double[] margins = scores.margin();
    double norm = normalized ? SpectralNorms.product(context) : 1;
    if (!(norm > 0) || Double.isInfinite(norm)) {
      throw new NotApplicableException(
          norm == 0
              ? "a layer is all zero, so that the product of the layers' norms is zero and nothing"
                  + " can be divided by it"
              : "the product of the layers' norms is beyond all numbers, so that nothing can be"
                  + " divided by it");
    }
    double[] sorted = Arrays.stream(margins).map(m -> m / norm).sorted().toArray();
    double[] errors =
        new Bootstrap(context.bench().settings().replicates())
            .standardErrors(
                sorted.length,
                context.sampling().stream("margins"),
                indices -> quantiles(sorted, indices));
    return Answer.estimate(
        named(quantiles(sorted)),
        named(errors),
        "quantiles; standard errors by bootstrap over rows, norms taken as known",
        context
            .subject()
            .taken(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "all rows of the " + Sampling.name(context.bench().settings().split()) + " split")
            .and(
                Conventions.DEFINITION,
                "misclassified ones included"
                    + (normalized
                        ? "; divided by the product of the layers' norms as maps: spectral norms of"
                            + " matrices, and for convolutions the bounds of convolution-norms"
                        : "")));
  }

  private static double[] quantiles(double[] sorted, int[] indices) {
    // The numbers are sorted, so sorting which were drawn sorts the draw.
    int[] order = indices.clone();
    Arrays.sort(order);
    return quantiles(Arrays.stream(order).mapToDouble(i -> sorted[i]).toArray());
  }

  /** Linear interpolation between order statistics, and the mean. */
  private static double[] quantiles(double[] sorted) {
    double[] values = new double[QUANTILES.length + 1];
    for (int k = 0; k < QUANTILES.length; k++) {
      double position = QUANTILES[k] * (sorted.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, sorted.length - 1);
      values[k] = sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
    values[QUANTILES.length] = Arrays.stream(sorted).sum() / sorted.length;
    return values;
  }

  private static Value named(double[] values) {
    SortedMap<String, Double> map = new TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], values[k]);
    }
    map.put("mean", values[NAMES.length]);
    return new Value.Named(map);
  }
}
