package org.sweetspot.torch.model;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Causal self-attention: softmax(Q K' / sqrt(d)) V for each head, no token seeing a later one.
 * Written out, because libtorch's fused attention cannot be differentiated twice.
 *
 * @param mixed makes queries, keys and values, width to 3 x width
 * @param output mixes the heads
 * @param heads number of heads
 */
record Attention(Dense mixed, Dense output, int heads) implements Layer {
  static Attention declare(Declaration to, String name, long width, int heads, long tokens) {
    Dense mixed = Dense.declare(to, name + ".mixed", width, 3 * width, true, tokens);
    Dense output = Dense.declare(to, name + ".output", width, width, true, tokens);
    to.puts(3L * heads * tokens * tokens + width * tokens);
    return new Attention(mixed, output, heads);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    long examples = input.size(0);
    long tokens = input.size(1);
    long width = input.size(2);
    long each = width / heads;
    Tensor all =
        mixed.forward(input, pass).reshape(examples, tokens, 3, heads, each).permute(2, 0, 3, 1, 4);
    Tensor query = all.select(0, 0);
    Tensor key = all.select(0, 1);
    Tensor value = all.select(0, 2);
    Tensor later =
        torch
            .full(
                new long[] {tokens, tokens}, new Scalar(Double.NEGATIVE_INFINITY), input.options())
            .triu(1);
    Tensor scores =
        query.matmul(key.transpose(2, 3)).mul(new Scalar(1 / Math.sqrt((double) each))).add(later);
    Tensor heard = torch.softmax(scores, -1).matmul(value);
    return output.forward(heard.transpose(1, 2).reshape(examples, tokens, width), pass);
  }
}
