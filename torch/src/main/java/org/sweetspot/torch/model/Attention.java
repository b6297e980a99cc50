package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.AttentionRule;
import org.sweetspot.torch.tangent.ChainRule;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.Widening;

/**
 * Causal self-attention: softmax(Q K' / sqrt(d)) V for each head, no token seeing a later one.
 * Written out, because libtorch's fused attention cannot be differentiated twice.
 *
 * @param mixed makes queries, keys and values, width to 3 x width
 * @param output mixes the heads
 * @param heads number of heads
 * @param name by which its products are kept as they are
 */
record Attention(Dense mixed, Dense output, int heads, String name) implements Linearizable {
  static Attention declare(Declaration to, String name, long width, int heads, long tokens) {
    Dense mixed = Dense.declare(to, name + ".mixed", width, 3 * width, true, tokens);
    Dense output = Dense.declare(to, name + ".output", width, width, true, tokens);
    to.puts(3L * heads * tokens * tokens + width * tokens);
    to.pairs(name + AttentionRule.SCORES);
    to.pairs(name + AttentionRule.CONTEXT);
    return new Attention(mixed, output, heads, name);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    return output.forward(heard(mixed.forward(input, pass)), pass);
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
    Forward first = Widening.of(mixed.linearize(input, moving, pass, kept));
    Forward between = AttentionRule.once(first.output(), heads, name, kept);
    Forward last = output.linearize(between.output(), true, pass, kept);
    return ChainRule.of(last.output(), List.of(first, between, last));
  }

  /** What each token takes from those before it, from queries, keys and values. */
  private Tensor heard(Tensor mix) {
    long examples = mix.size(0);
    long tokens = mix.size(1);
    long width = mix.size(2) / 3;
    long each = width / heads;
    Tensor all = mix.reshape(examples, tokens, 3, heads, each).permute(2, 0, 3, 1, 4);
    Tensor query = all.select(0, 0);
    Tensor key = all.select(0, 1);
    Tensor value = all.select(0, 2);
    Tensor later =
        torch
            .full(new long[] {tokens, tokens}, new Scalar(Double.NEGATIVE_INFINITY), mix.options())
            .triu(1);
    Tensor scores =
        query.matmul(key.transpose(2, 3)).mul(new Scalar(1 / Math.sqrt((double) each))).add(later);
    Tensor heard = torch.softmax(scores, -1).matmul(value);
    return heard.transpose(1, 2).reshape(examples, tokens, width);
  }
}
