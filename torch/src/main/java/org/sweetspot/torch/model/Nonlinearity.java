package org.sweetspot.torch.model;

import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.recipe.Activation;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LinearRule;
import org.sweetspot.torch.tangent.LocalGraph;
import org.sweetspot.torch.tangent.ReluRule;
import org.sweetspot.torch.tangent.TanhRule;

/**
 * An activation, number by number.
 *
 * @param kind which
 */
record Nonlinearity(Activation kind) implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return switch (kind) {
      case RELU -> torch.relu(input);
      case GELU -> torch.gelu(input);
      case TANH -> torch.tanh(input);
      case IDENTITY -> input;
    };
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public boolean takesNarrow() {
    return kind == Activation.RELU || kind == Activation.IDENTITY;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return switch (kind) {
      case RELU -> ReluRule.apply(input, kept);
      case TANH -> TanhRule.apply(input, kept);
      case IDENTITY -> LinearRule.of(input, UnaryOperator.identity(), UnaryOperator.identity());
      case GELU -> LocalGraph.apply(input, moving, List.of(), x -> forward(x, pass), kept);
    };
  }
}
