package org.sweetspot.measure.spectrum;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.spectrum.LayerSpectra.Weighting;
import org.sweetspot.weights.LayerMatrices;

/**
 * One exact number for each layer's spectrum, and its mean over layers.
 *
 * <p>Cost: one decomposition a layer, and two more for its controls, shared with all measures of
 * spectra. Layers of zeros only are left out.
 */
public final class SpectrumShape implements Measure {
  private static final double NEAR = 0.05;

  private final Card card;
  private final String formula;
  private final ToDoubleFunction<LayerSpectrum> shape;
  private final SpectrumFinding below;
  private final SpectrumFinding above;

  private SpectrumShape(
      Card card,
      String formula,
      ToDoubleFunction<LayerSpectrum> shape,
      SpectrumFinding below,
      SpectrumFinding above) {
    this.card = card;
    this.formula = formula;
    this.shape = shape;
    this.below = below;
    this.above = above;
  }

  /** ||W||_F^2 / ||W||_2^2. */
  public static SpectrumShape stableRank() {
    return new SpectrumShape(
        new Card(
            "stable-rank",
            "stable rank",
            "Over how many directions is the strength of each layer spread?",
            "weights in matrix form",
            "From 1 (one direction) to the rank. Falls while features are learned; random weights"
                + " have a large one.",
            "",
            "Rudelson and Vershynin 2007"),
        "||W||_F^2 / ||W||_2^2",
        spectrum -> sum(spectrum) / spectrum.eigenvalues()[0],
        SpectrumFinding.FEW_DIRECTIONS,
        SpectrumFinding.SPREAD_EVENLY);
  }

  /** exp of the entropy of the singular values over their sum. */
  public static SpectrumShape effectiveRank() {
    return new SpectrumShape(
        new Card(
            "effective-rank",
            "effective rank",
            "How many directions does each layer use, weighted by how evenly?",
            "weights in matrix form",
            "From 1 to the smaller side of the matrix. More even than the stable rank: small"
                + " singular values count, too.",
            "",
            "Roy and Vetterli 2007"),
        "exp(-sum p ln p), p = sigma / sum sigma, natural logarithm",
        SpectrumShape::entropyRank,
        SpectrumFinding.FEW_DIRECTIONS,
        SpectrumFinding.SPREAD_EVENLY);
  }

  /** log10 sum lambda. */
  public static SpectrumShape logNorm() {
    return new SpectrumShape(
        new Card(
            "log-norm",
            "logarithm of the squared Frobenius norm",
            "How strong is each layer, in orders of magnitude?",
            "weights in matrix form",
            "Its mean over layers goes along with test accuracy within one family of networks"
                + " better than with nothing; never proof.",
            "",
            "Martin, Peng and Mahoney 2021"),
        "log10 sum lambda = log10 ||W||_F^2, lambda the eigenvalues of W'W, not divided by its"
            + " side",
        spectrum -> Math.log10(sum(spectrum)),
        SpectrumFinding.WEAKER,
        SpectrumFinding.STRONGER);
  }

  /** log10 lambda_max. */
  public static SpectrumShape logSpectralNorm() {
    return new SpectrumShape(
        new Card(
            "log-spectral-norm",
            "logarithm of the squared spectral norm",
            "How strongly does each layer stretch its favourite direction, in orders of magnitude?",
            "weights in matrix form",
            "Compare only networks of one architecture.",
            "",
            "Martin, Peng and Mahoney 2021"),
        "log10 lambda_max = log10 ||W||_2^2, lambda the eigenvalues of W'W, not divided by its"
            + " side",
        spectrum -> Math.log10(spectrum.eigenvalues()[0]),
        SpectrumFinding.NO_STRONG_DIRECTION,
        SpectrumFinding.STRONG_DIRECTIONS);
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return LayerSpectra.work(context, true);
  }

  @Override
  public Finding judge(Measurement found) {
    return found.nulls().isEmpty() || found.parts().isEmpty()
        ? Finding.READING
        : LayerMeans.judge(found, below, above);
  }

  @Override
  public Answer answer(MeasureContext context) {
    SortedMap<String, Double> values = values(context, Weighting.TRAINED);
    if (values.isEmpty()) {
      throw new NotApplicableException("all weights in matrix form are zero");
    }
    NullComparison control =
        new NullComparison(
            values,
            values(context, Weighting.GAUSSIAN),
            values(context, Weighting.SHUFFLED),
            "different: by more than 5% of the value",
            Set.of());
    Answer answer =
        Answer.exact(
            Means.beside(values, Means.of(values)),
            formula + ", all singular values of each layer",
            Conventions.definition(
                LayerMatrices.of(context.subject().weights()).text()
                    + "; mean over layers, each counting once"
                    + zeros(context)));
    return control.beside(answer, layer -> NEAR * Math.abs(values.getOrDefault(layer, 0.0)));
  }

  private static String zeros(MeasureContext context) {
    List<String> zeros =
        LayerSpectra.of(context, Weighting.TRAINED).layers().stream()
            .filter(layer -> layer.rank() == 0)
            .map(LayerSpectrum::name)
            .toList();
    return zeros.isEmpty() ? "" : "; all zero and left out: " + String.join(", ", zeros);
  }

  private SortedMap<String, Double> values(MeasureContext context, Weighting weighting) {
    SortedMap<String, Double> values = new TreeMap<>();
    for (LayerSpectrum layer : LayerSpectra.of(context, weighting).layers()) {
      if (layer.eigenvalues()[0] > 0) {
        values.put(layer.name(), shape.applyAsDouble(layer));
      }
    }
    return values;
  }

  private static double sum(LayerSpectrum spectrum) {
    return Arrays.stream(spectrum.eigenvalues()).sum();
  }

  private static double entropyRank(LayerSpectrum spectrum) {
    double[] sigma = spectrum.singularValues();
    double sum = Arrays.stream(sigma).sum();
    double entropy = 0;
    for (double value : sigma) {
      if (value > 0) {
        entropy -= value / sum * Math.log(value / sum);
      }
    }
    return Math.exp(entropy);
  }
}
