package org.sweetspot.measure.spectrum;

import java.util.List;
import java.util.Map;
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
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.spectrum.LayerFits.Fitted;
import org.sweetspot.measure.spectrum.LayerSpectra.Weighting;

/**
 * Exponents of the tails of spectra and what is computed from them: alpha, alpha log10 lambda_max,
 * log10 sum lambda^alpha, by layer and in the mean over layers.
 *
 * <p>Error: the standard error of alpha, (alpha - 1) / sqrt(n), carried through the formula; it
 * takes eigenvalues as independent and x_min as given, so it is too small rather than too large.
 * Cost: one decomposition a layer and two for its controls, shared; the fits are cheap beside them.
 */
public final class PowerLaw implements Measure {
  private static final String ALPHA = "power-law";

  private final Card card;
  private final String formula;
  private final ToDoubleFunction<Fitted> number;
  private final ToDoubleFunction<Fitted> slope;

  private PowerLaw(
      Card card, String formula, ToDoubleFunction<Fitted> number, ToDoubleFunction<Fitted> slope) {
    this.card = card;
    this.formula = formula;
    this.number = number;
    this.slope = slope;
  }

  /** alpha. */
  public static PowerLaw alpha() {
    return new PowerLaw(
        new Card(
            ALPHA,
            "power-law exponents of weight spectra",
            "How heavy is the tail of each layer's spectrum?",
            "weights in matrix form",
            "2 to 4 is usual for well-trained layers, above 6 for layers that hardly differ from"
                + " random ones; believe it only where the controls differ and power-law-p is not"
                + " small.",
            "",
            "Clauset, Shalizi and Newman 2009; Martin and Mahoney 2021"),
        "alpha = 1 + n / sum ln(lambda / x_min), x_min minimizing the Kolmogorov-Smirnov distance",
        layer -> layer.fit().alpha(),
        layer -> 1);
  }

  /** alpha log10 lambda_max. */
  public static PowerLaw alphaWeighted() {
    return new PowerLaw(
        new Card(
            "alpha-weighted",
            "weighted power-law exponents",
            "How heavy is the tail of each layer's spectrum, its size taken into account?",
            "weights in matrix form",
            "Its mean over layers went along with test accuracy within families of networks;"
                + " smaller was better. Depends on the scale of the weights.",
            "",
            "Martin, Peng and Mahoney 2021"),
        "alpha log10 lambda_max",
        layer -> layer.fit().alpha() * Math.log10(largest(layer)),
        layer -> Math.log10(largest(layer)));
  }

  /** log10 sum lambda^alpha. */
  public static PowerLaw logAlphaNorm() {
    return new PowerLaw(
        new Card(
            "log-alpha-norm",
            "logarithm of the alpha norm",
            "How strong is each layer if its large directions count as much as its tail is heavy?",
            "weights in matrix form",
            "Close to alpha-weighted where one eigenvalue dominates.",
            "",
            "Martin, Peng and Mahoney 2021"),
        "log10 sum lambda^alpha over all eigenvalues",
        PowerLaw::logNorm,
        PowerLaw::logNormSlope);
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
    if (found.nulls().isEmpty() || found.parts().isEmpty()) {
      return Finding.READING;
    }
    return card().id().equals(ALPHA)
        ? LayerMeans.judge(
            found, SpectrumFinding.TAILS_HEAVIER, SpectrumFinding.TAILS_LIGHTER, LayerFits.STEEPEST)
        : LayerMeans.judge(found, SpectrumFinding.BELOW_CHANCE, SpectrumFinding.ABOVE_CHANCE);
  }

  @Override
  public Answer answer(MeasureContext context) {
    LayerFits fits = LayerFits.require(context);
    SortedMap<String, Double> values = fits.map(number);
    SortedMap<String, Double> errors = fits.map(this::error);
    LayerFits gaussian = LayerFits.of(context, Weighting.GAUSSIAN);
    Map<String, Double> controlErrors = gaussian.map(this::error);
    // A control's exponent can be astronomical too, of the same layer or of another.
    Set<String> steep = fits.steep();
    SortedMap<String, Double> counted = without(values, steep);
    NullComparison control =
        new NullComparison(
            values,
            gaussian.map(number),
            LayerFits.of(context, Weighting.SHUFFLED).map(number),
            "different: by more than two standard errors",
            steep);
    Conventions conventions =
        fits.conventions(context)
            .and(Conventions.DEFINITION, "mean over layers, each counting once");
    if (!steep.isEmpty()) {
      conventions =
          conventions.and(
              Conventions.DEFINITION,
              Sentence.of(
                  "left out of the mean: %d of %d, whose exponent is above %.0f since their"
                      + " eigenvalues are nearly equal: %s",
                  steep.size(), values.size(), LayerFits.STEEPEST, String.join(", ", steep)));
    }
    Answer answer =
        Answer.estimate(
            beside(values, counted, Means.of(counted)),
            beside(errors, counted, Means.error(without(errors, steep))),
            formula
                + "; error: standard error of alpha at the given x_min, eigenvalues taken as"
                + " independent",
            conventions);
    return control.beside(
        answer,
        layer ->
            2
                * Math.hypot(
                    errors.getOrDefault(layer, 0.0), controlErrors.getOrDefault(layer, 0.0)));
  }

  private static SortedMap<String, Double> without(
      SortedMap<String, Double> all, Set<String> left) {
    SortedMap<String, Double> rest = new TreeMap<>(all);
    rest.keySet().removeAll(left);
    return rest;
  }

  private static Value beside(
      SortedMap<String, Double> all, SortedMap<String, Double> counted, double mean) {
    return counted.isEmpty() ? new Value.Named(all) : Means.beside(all, mean);
  }

  private double error(Fitted layer) {
    return Math.abs(slope.applyAsDouble(layer)) * layer.fit().standardError();
  }

  private static double largest(Fitted layer) {
    return layer.spectrum().eigenvalues()[0];
  }

  /** With the largest taken out, so that no power leaves the range of numbers. */
  private static double logNorm(Fitted layer) {
    double alpha = layer.fit().alpha();
    double largest = largest(layer);
    double sum = 0;
    for (double value : layer.spectrum().positiveEigenvalues()) {
      sum += Math.pow(value / largest, alpha);
    }
    return alpha * Math.log10(largest) + Math.log10(sum);
  }

  private static double logNormSlope(Fitted layer) {
    double alpha = layer.fit().alpha();
    double largest = largest(layer);
    double sum = 0;
    double weighted = 0;
    for (double value : layer.spectrum().positiveEigenvalues()) {
      double power = Math.pow(value / largest, alpha);
      sum += power;
      weighted += power * Math.log10(value);
    }
    return weighted / sum;
  }
}
