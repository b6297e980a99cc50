package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;

/** The first and the last layer's products in full precision, and the last one's alone. */
public final class KeptLayers implements Correction {
  private static final String LAST = "^output[.]";

  @Override
  public Card card() {
    return new Card(
        "kept-layers",
        "first and last layer in full precision",
        "The products of the first and the last layer, or of the last alone, are not quantized.",
        "products are quantized and no layer is kept yet",
        "those layers' products in full precision; trying: one training a seed each",
        "No effect on examples/control/mxfp4.yaml (digits, 10 seeds): 0.2 points of validation"
            + " accuracy (-0.3 to +0.7), the last layer alone 0.0 (-0.4 to +0.4); nor on mxfp8.yaml"
            + " and bfloat16.yaml, which cost nothing.",
        "common practice of quantized training; Chmiel et al., ICLR 2023, appendix");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.PRECISION);
  }

  @Override
  public Stage stage() {
    return Stage.PRECISION;
  }

  @Override
  public List<Proposal> propose(Situation situation, Recipe current) {
    PrecisionRecipe precision = current.training().precision();
    if (precision.operands().isEmpty() || precision.operands().get().kept().isPresent()) {
      return List.of();
    }
    String first = current.model() instanceof ModelRecipe.Mlp ? "dense1" : "convolution1";
    return List.of(
        keeping("first and last layer kept", "^(" + first + "|output)[.]", current),
        keeping("last layer kept", LAST, current));
  }

  private static Proposal keeping(String title, String pattern, Recipe current) {
    PrecisionRecipe precision = current.training().precision();
    return new Proposal(
        title,
        "the inputs' and the answers' layers have few weights and the most outliers",
        current.withTraining(current.training().withPrecision(precision.withKeep(pattern))));
  }
}
