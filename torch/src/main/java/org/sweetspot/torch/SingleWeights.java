package org.sweetspot.torch;

import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm.Linearity;
import org.sweetspot.recipe.Activation;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.NormalizationRecipe;
import org.sweetspot.torch.model.Network;

/**
 * How a recipe's outputs depend on single weights. Every layer of the zoo is linear in its own
 * weights; what stands between the layers decides. Of a foreign module its code may tell, as it is
 * used.
 *
 * @param model whose
 * @param network made from it
 */
record SingleWeights(ModelRecipe model, Network network) {
  Linearity in(Mode mode) {
    if (model instanceof ModelRecipe.Linear) {
      return Linearity.PIECEWISE_LINEAR;
    } else if (model instanceof ModelRecipe.Mlp mlp) {
      return between(mlp.activation(), mode);
    } else if (model instanceof ModelRecipe.Cnn cnn) {
      return between(cnn.activation(), mode);
    } else if (model instanceof ModelRecipe.Audio audio) {
      return between(audio.activation(), mode);
    } else if (model instanceof ModelRecipe.Residual residual) {
      return between(residual.activation(), mode);
    } else if (model instanceof ModelRecipe.Transformer) {
      return Linearity.CURVED;
    }
    return mode == Mode.EVALUATE && network.showsPiecewiseLinear()
        ? Linearity.PIECEWISE_LINEAR
        : Linearity.UNKNOWN;
  }

  private Linearity between(Activation activation, Mode mode) {
    NormalizationRecipe.Kind kind = model.normalization().kind();
    // Running statistics are constants; those of a batch, a layer or a group depend on the weights.
    boolean fixed =
        kind == NormalizationRecipe.Kind.NONE
            || (mode == Mode.EVALUATE
                && (kind == NormalizationRecipe.Kind.BATCH
                    || kind == NormalizationRecipe.Kind.GHOST));
    boolean straight = activation == Activation.RELU || activation == Activation.IDENTITY;
    return fixed && straight ? Linearity.PIECEWISE_LINEAR : Linearity.CURVED;
  }
}
