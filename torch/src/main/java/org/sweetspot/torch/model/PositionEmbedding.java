package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;

/**
 * A learned vector added at each position.
 *
 * @param table index of the parameter, positions x width
 */
record PositionEmbedding(int table) implements Linearizable, Parametric {
  static PositionEmbedding declare(Declaration to, long tokens, long width) {
    to.puts(width * tokens);
    return new PositionEmbedding(to.embedding("positions", tokens, width));
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return pass.tap(this, input, input.add(pass.parameter(table)));
  }

  /** libtorch differentiates it twice as a whole, not layer by layer. */
  @Override
  public boolean isLinearizable() {
    return false;
  }

  @Override
  public boolean isLinearizableOnce() {
    return true;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return LocalGraph.apply(input, moving, List.of(pass.slot(table)), x -> forward(x, pass), kept);
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
