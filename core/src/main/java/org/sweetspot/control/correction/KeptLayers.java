package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;

/** The first and the last layer's products in full precision, and the last one's alone. */
public final class KeptLayers implements Correction {
  private static final String LAST = "^output[.]";
  private static final String ATTENTION = "[.](scores|context)$";

  @Override
  public Card card() {
    return new Card(
        "kept-layers",
        "first and last layer in full precision",
        "The products of the first and the last layer, or of the last alone, are not quantized; or,"
            + " of transformers, those of attention's scores and of what they weigh.",
        "products are quantized and no layer is kept yet",
        "those products in full precision; trying: one training a seed each",
        "No effect on examples/control/mxfp4.yaml (digits, 10 seeds): 0.2 points of validation"
            + " accuracy (-0.3 to +0.7), the last layer alone 0.0 (-0.4 to +0.4); nor on mxfp8.yaml"
            + " and bfloat16.yaml, which cost nothing. On fashion-luq.yaml (six layers, 3 seeds)"
            + " the last layer alone takes the 69.5, 81.7 and 10.0 that the change leaves to 84.2,"
            + " 84.4 and 84.0, which three seeds do not make significant. Attention's products have"
            + " not been tried.",
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
    List<Proposal> proposals = new ArrayList<>();
    if (current.model() instanceof ModelRecipe.Transformer) {
      proposals.add(
          keeping(
              "attention's products kept",
              ATTENTION,
              "softmax magnifies what is rounded in scores, and its shares have the widest range",
              current));
    }
    String ends = "the inputs' and the answers' layers have few weights and the most outliers";
    proposals.add(
        keeping(
            "first and last layer kept",
            "^(" + first(current.model()) + "|output)[.]",
            ends,
            current));
    proposals.add(keeping("last layer kept", LAST, ends, current));
    return List.copyOf(proposals);
  }

  /** The name of a network's first layer, as a regular expression. */
  private static String first(ModelRecipe model) {
    if (model instanceof ModelRecipe.Mlp) {
      return "dense1";
    }
    if (model instanceof ModelRecipe.Transformer) {
      return "block1[.]attention[.]mixed";
    }
    return model instanceof ModelRecipe.Residual ? "stem" : "convolution1";
  }

  private static Proposal keeping(String title, String pattern, String reason, Recipe current) {
    PrecisionRecipe precision = current.training().precision();
    return new Proposal(
        title,
        reason,
        current.withTraining(current.training().withPrecision(precision.withKeep(pattern))));
  }
}
