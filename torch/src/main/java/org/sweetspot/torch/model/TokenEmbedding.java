package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A row of a table for each token id.
 *
 * @param table index of the parameter, tokens x width
 * @param rows different tokens
 */
record TokenEmbedding(int table, long rows) implements Layer, Parametric {
  static TokenEmbedding declare(Declaration to, long rows, long width, long tokens) {
    to.puts(width * tokens);
    return new TokenEmbedding(to.embedding("tokens", rows, width), rows);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return pass.tap(this, input, torch.embedding(pass.parameter(table), input));
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
