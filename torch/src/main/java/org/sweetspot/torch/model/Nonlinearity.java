package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.recipe.Activation;

/**
 * An activation, number by number.
 *
 * @param kind which
 */
record Nonlinearity(Activation kind) implements Layer {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return switch (kind) {
      case RELU -> torch.relu(input);
      case GELU -> torch.gelu(input);
      case TANH -> torch.tanh(input);
      case IDENTITY -> input;
    };
  }
}
