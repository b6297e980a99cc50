package org.sweetspot.control.correction;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.precision.Operand;
import org.sweetspot.recipe.PrecisionRecipe;
import org.sweetspot.recipe.Recipe;

/** Less noise of stochastic rounding: the mean of two draws, or a rotation before rounding. */
public final class QuieterGradients implements Correction {
  private static final String DRAWS = "+draws=2";
  private static final String ROTATED = "+rotated";

  @Override
  public Card card() {
    return new Card(
        "quieter-gradients",
        "less rounding noise in gradients",
        "Derivatives are rounded twice and averaged, or after a random Hadamard transform of 16.",
        "gradient products round stochastically",
        "two draws: gradient products twice; a rotation: one transform; trying: one training a seed"
            + " each",
        "No effect on examples/control/mxfp4.yaml (digits, 10 seeds): two draws 0.2 points of"
            + " validation accuracy (-0.3 to +0.6), a rotation -0.2 (-0.8 to +0.4).",
        "Chmiel et al., ICLR 2023 (draws); arXiv 2509.25149 (rotation)");
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
    List<Proposal> proposals = new ArrayList<>();
    for (String word : List.of(DRAWS, ROTATED)) {
      PrecisionRecipe precision = current.training().precision();
      Map<Operand, String> quieter = new EnumMap<>(Operand.class);
      for (Operand operand : Operand.values()) {
        String name = precision.quantizer(operand);
        if (name.contains("+stochastic") && !name.contains("draws") && !name.contains("rotated")) {
          quieter.put(operand, name + word);
        }
      }
      if (!quieter.isEmpty()) {
        proposals.add(
            new Proposal(
                word.equals(DRAWS) ? "two draws of gradients" : "rotated gradients",
                word.equals(DRAWS)
                    ? "the mean of two draws has half the variance"
                    : "a rotation spreads outliers over the block, so that scales are smaller",
                current.withTraining(current.training().withPrecision(precision.with(quieter)))));
      }
    }
    return List.copyOf(proposals);
  }
}
