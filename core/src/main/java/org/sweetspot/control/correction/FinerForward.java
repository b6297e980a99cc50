package org.sweetspot.control.correction;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.precision.Operand;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;

/** Forward products in eight bits where they are in four; gradient products stay as they are. */
public final class FinerForward implements Correction {
  private static final Map<String, String> EIGHT_BITS =
      Map.of("int4", "int8", "e2m1", "e4m3", "nvfp4", "mxfp8", "mxfp4", "mxfp8");

  @Override
  public Card card() {
    return new Card(
        "finer-forward",
        "8-bit forward products",
        "Inputs and weights of the forward products are rounded to eight bits; the others stay.",
        "forward products are in four bits",
        "the forward third of the products in twice the bits; trying: one training a seed",
        "No effect on examples/control/mxfp4.yaml (digits, 10 seeds): 0.2 points of validation"
            + " accuracy (-0.3 to +0.7) of the 0.6 that the change costs; nor on joint.yaml (5"
            + " seeds): -1.5 (-4.0 to +1.1).",
        "arXiv 2601.22813: most of what 4-bit training loses, its forward pass loses");
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
    Map<Operand, String> finer = new EnumMap<>(Operand.class);
    for (Operand operand : List.of(Operand.FORWARD_INPUT, Operand.FORWARD_WEIGHT)) {
      String format = precision.quantizer(operand).replaceFirst("[+].*", "");
      if (EIGHT_BITS.containsKey(format)) {
        finer.put(operand, EIGHT_BITS.get(format));
      }
    }
    return finer.isEmpty()
        ? List.of()
        : List.of(
            new Proposal(
                "8-bit forward products",
                "what the forward pass rounds changes every derivative after it",
                current.withTraining(current.training().withPrecision(precision.with(finer)))));
  }
}
