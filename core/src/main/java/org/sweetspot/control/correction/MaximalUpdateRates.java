package org.sweetspot.control.correction;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.WidthEvidence;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Figures;

/**
 * Maximal-update parametrization with the baseline's width as its base: the baseline's rate, decay
 * and initial weights, with factors by layer that make each update move the outputs as much as the
 * baseline's. The same at the rate that was best at smaller widths, where that check holds; else at
 * three times the rate, the next point of a grid, since small networks are noisier than the limit
 * that the factors are derived for.
 *
 * <p>Rates, decay and initial weights of single layers are one correction and not three: the
 * gradients that the rates' factors are derived for follow from the initial weights of the last
 * layer, and decay has the inverse factor of the rate.
 */
public final class MaximalUpdateRates implements Correction {
  private static final double UNKNOWN = 3;

  @Override
  public Card card() {
    return new Card(
        "maximal-update",
        "maximal-update parametrization",
        "Rate, decay and initial weights by layer, with the baseline's width as the base, at the"
            + " rate as it is and at the best one of smaller widths (three times it where that is"
            + " not known).",
        "every hidden width of an mlp, cnn, residual or audio network changes by one factor",
        "none; trying: two trainings a seed, and twelve at smaller widths",
        "On examples/control/width.yaml (digits, widths 128 to 16, AdamW, 10 seeds) +36.6 points"
            + " (33.2 to 40.0) of validation accuracy at nine times the rate, which was best at"
            + " widths 32 and 64; 96% of the gap of the test accuracy (92% to 101%). Not"
            + " distinguishable from the best single rate for all layers (+35.3, 31.4 to 39.2)."
            + " +32.0 (29.0 to 35.1) at the rate itself. Outputs of layers moved with the width to"
            + " the power 0.80 (error 0.11) as it was and -0.08 (0.10) with the factors.",
        "Yang et al., NeurIPS 2021");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.WIDTH);
  }

  @Override
  public Stage stage() {
    return Stage.RATE_AND_LENGTH;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    double ratio = situation.change().widthRatio();
    ModelRecipe model = current.model();
    boolean standard = model.parametrization() instanceof ParametrizationRecipe.Standard;
    if (!standard || Situation.near(ratio, 1)) {
      return List.of();
    }
    int base = situation.change().baseline().model().widths().get(0);
    ModelRecipe maximal = model.withParametrization(new ParametrizationRecipe.MaximalUpdate(base));
    if (maximal.equals(model)) {
      return List.of();
    }
    WidthEvidence evidence = situation.pilots().widths().orElse(null);
    double further =
        evidence == null
            ? UNKNOWN
            : evidence.rateFactor().filter(factor -> factor != 1).orElse(UNKNOWN);
    return Stream.of(1.0, further)
        .map(factor -> Figures.rounded(factor * current.training().optimizer().rate(), 4))
        .map(
            rate ->
                new Proposal(
                    "maximal-update parametrization, rate " + Figures.three(rate),
                    "rates and initial weights by layer for "
                        + Figures.three(ratio)
                        + " times the width "
                        + base
                        + (evidence == null ? "" : "; " + words(evidence)),
                    current.withModel(maximal).withRate(rate)))
        .toList();
  }

  private static String words(WidthEvidence evidence) {
    return "outputs of layers move with the width to the power of up to "
        + exponent(evidence.standard())
        + " as it is and "
        + exponent(evidence.maximal())
        + " with them ("
        + evidence.maximal().answer().name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + "); the best rate at smaller widths "
        + (evidence.transfer().holds()
            ? "stays, " + Figures.three(evidence.transfer().best()) + " times the recipe's"
            : evidence.transfer().isOpen() ? "lies outside what was tried" : "differs");
  }

  private static String exponent(CoordinateCheck check) {
    CoordinateCheck.Layer worst = check.worst();
    return String.format(Locale.ROOT, "%.2f +- %.2f", worst.exponent(), worst.error());
  }
}
