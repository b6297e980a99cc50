package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * A learned vector added at each position.
 *
 * @param table index of the parameter, positions x width
 */
record PositionEmbedding(int table) implements Layer, Parametric {
  static PositionEmbedding declare(Declaration to, long tokens, long width) {
    to.puts(width * tokens);
    return new PositionEmbedding(to.embedding("positions", tokens, width));
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return pass.tap(this, input, input.add(pass.parameter(table)));
  }

  @Override
  public List<Integer> parameters() {
    return List.of(table);
  }

  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    return List.of(delta.reshape(delta.size(0), -1));
  }
}
