package org.sweetspot.measure.spectrum;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.spectrum.LayerFits.Fitted;
import org.sweetspot.statistics.powerlaw.LikelihoodRatio;

/** How far to believe the power-law fits of {@link PowerLaw}: by layer, without sampling anew. */
public final class PowerLawDetail implements Measure {
  private final Card card;
  private final String formula;
  private final BiConsumer<Fitted, Map<String, Double>> numbers;
  private final Function<Measurement, Finding> judgement;

  private PowerLawDetail(
      Card card,
      String formula,
      BiConsumer<Fitted, Map<String, Double>> numbers,
      Function<Measurement, Finding> judgement) {
    this.card = card;
    this.formula = formula;
    this.numbers = numbers;
    this.judgement = judgement;
  }

  /** x_min. */
  public static PowerLawDetail cutoff() {
    return new PowerLawDetail(
        new Card(
            "power-law-cutoff",
            "cut-offs of power laws",
            "From which eigenvalue on does each layer's power law hold?",
            "weights in matrix form",
            "A cut-off near the largest eigenvalue means that hardly any eigenvalue was fitted.",
            "",
            "Clauset, Shalizi and Newman 2009, section 3.3"),
        "x_min, the eigenvalue whose tail has the smallest distance",
        (layer, values) -> values.put(layer.name(), layer.fit().cutoff()),
        TailFacts::cutoff);
  }

  /** Eigenvalues from x_min on. */
  public static PowerLawDetail tail() {
    return new PowerLawDetail(
        new Card(
            "power-law-tail",
            "lengths of power-law tails",
            "How many eigenvalues of each layer follow its power law?",
            "weights in matrix form",
            "Fewer than about 50 say little.",
            "",
            "Clauset, Shalizi and Newman 2009"),
        "n, how many eigenvalues are x_min or larger",
        (layer, values) -> values.put(layer.name(), (double) layer.fit().tail()),
        TailFacts::length);
  }

  /** The distance that x_min minimizes. */
  public static PowerLawDetail distance() {
    return new PowerLawDetail(
        new Card(
            "power-law-distance",
            "distances from power laws",
            "How far is each layer's tail from the power law fitted to it?",
            "weights in matrix form",
            "Below 0.05 is close; whether too far for chance is what power-law-p says.",
            "",
            "Clauset, Shalizi and Newman 2009, section 3.3"),
        "D = max over lambda from x_min on of |F(lambda) - share strictly below lambda|",
        (layer, values) -> values.put(layer.name(), layer.fit().distance()),
        TailFacts::distance);
  }

  /** Vuong's test against the log-normal distribution. */
  public static PowerLawDetail againstLogNormal() {
    return new PowerLawDetail(
        new Card(
            "power-law-lognormal",
            "power law or log-normal",
            "Is each layer's tail rather a power law or rather log-normal?",
            "weights in matrix form",
            "Positive ratios speak for the power law, negative ones for the log-normal; with p"
                + " above 0.1 for neither. The log-normal has one parameter more.",
            "",
            "Vuong 1989; Clauset, Shalizi and Newman 2009, section 5"),
        "normalized ratio of log-likelihoods R / (sqrt(n) s), s over n, and p = erfc(|R| / (sqrt(2"
            + " n) s)); log-normal truncated at x_min, of largest likelihood; 0 and 1 where that is"
            + " the power law itself",
        (layer, values) ->
            put(
                layer,
                LikelihoodRatio.againstLogNormal(
                    layer.spectrum().positiveEigenvalues(), layer.fit()),
                values),
        found -> TailFacts.rival(found, "log-normal", SpectrumFinding.EXPONENTS_READABLE));
  }

  /** Vuong's test against the exponential distribution. */
  public static PowerLawDetail againstExponential() {
    return new PowerLawDetail(
        new Card(
            "power-law-exponential",
            "power law or exponential",
            "Is each layer's tail rather a power law or rather exponential, which is not heavy?",
            "weights in matrix form",
            "Positive ratios speak for the power law, negative ones for the exponential; with p"
                + " above 0.1 for neither.",
            "",
            "Vuong 1989; Clauset, Shalizi and Newman 2009, section 5"),
        "normalized ratio of log-likelihoods R / (sqrt(n) s), s over n, and p = erfc(|R| / (sqrt(2"
            + " n) s)); exponential from x_min on, rate 1 / (mean - x_min)",
        (layer, values) ->
            put(
                layer,
                LikelihoodRatio.againstExponential(
                    layer.spectrum().positiveEigenvalues(), layer.fit()),
                values),
        found -> TailFacts.rival(found, "exponential", SpectrumFinding.TAILS_HEAVY));
  }

  private static void put(Fitted layer, LikelihoodRatio ratio, Map<String, Double> values) {
    values.put(layer.name() + " ratio", ratio.normalized());
    values.put(layer.name() + " p", ratio.pValue());
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return LayerSpectra.work(context, false);
  }

  @Override
  public Finding judge(Measurement found) {
    return found.parts().isEmpty() ? Finding.READING : judgement.apply(found);
  }

  @Override
  public Answer answer(MeasureContext context) {
    LayerFits fits = LayerFits.require(context);
    SortedMap<String, Double> values = new TreeMap<>();
    fits.layers().forEach(layer -> numbers.accept(layer, values));
    return Answer.exact(new Value.Named(values), formula, fits.conventions(context));
  }
}
