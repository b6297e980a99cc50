package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;

/**
 * A row of a table for each token id.
 *
 * @param table index of the parameter, tokens x width
 * @param rows different tokens
 */
record TokenEmbedding(int table, long rows) implements Linearizable, Parametric {
  static TokenEmbedding declare(Declaration to, long rows, long width, long tokens) {
    to.puts(width * tokens);
    return new TokenEmbedding(to.embedding("tokens", rows, width), rows);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return pass.tap(this, input, torch.embedding(pass.parameter(table), input));
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return LocalGraph.apply(
        input, moving, List.of(pass.slot(table)), tokens -> forward(tokens, pass), kept);
  }

  @Override
  public List<Integer> parameters() {
    return List.of(table);
  }

  /** The deltas of an example's tokens, summed into their rows. */
  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    long examples = delta.size(0);
    long width = delta.size(2);
    Tensor sums = torch.zeros(new long[] {examples, rows, width}, delta.options());
    Tensor index = input.unsqueeze(2).expand(delta.sizes());
    sums.scatter_add_(1, index, delta);
    return List.of(sums.reshape(examples, -1));
  }
}
