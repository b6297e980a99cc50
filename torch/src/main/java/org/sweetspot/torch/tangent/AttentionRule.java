package org.sweetspot.torch.tangent;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Causal scaled dot-product attention of one gradient, by hand. With c = 1 / sqrt(d), for each
 * example and head: S = c Q K', P = softmax(S) over no later token, H = P V. With D the loss's
 * derivative at H, V receives P'D and P receives G = D V'; S receives E = P o (G - r) with r the
 * sums of the rows of P o G; Q receives (c E) K and K receives (c E)'Q. The two products, and the
 * two that each makes on the way back, may have quantized operands: {@link PairProduct}, where P is
 * the input and V' the weight of the second. Softmax and its derivative stay in single precision.
 */
public final class AttentionRule {
  /** What the product of queries and keys is called, behind the attention's name. */
  public static final String SCORES = ".scores";

  /** What the product of shares and values is called. */
  public static final String CONTEXT = ".context";

  private final int heads;
  private final PairProduct scores;
  private final PairProduct context;
  private final double scale;
  private final Tensor query;
  private final Tensor key;

  /** V', so that the summed tokens are the last axis. */
  private final Tensor value;

  private final Tensor shares;

  private AttentionRule(Tensor mix, int heads, PairProduct scores, PairProduct context) {
    this.heads = heads;
    this.scores = scores;
    this.context = context;
    long tokens = mix.size(1);
    long each = mix.size(2) / 3 / heads;
    scale = 1 / Math.sqrt((double) each);
    Tensor all = mix.reshape(mix.size(0), tokens, 3, heads, each).permute(2, 0, 3, 1, 4);
    query = all.select(0, 0);
    key = all.select(0, 1);
    value = all.select(0, 2).transpose(2, 3);
    Tensor later =
        torch
            .full(new long[] {tokens, tokens}, new Scalar(Double.NEGATIVE_INFINITY), mix.options())
            .triu(1);
    shares = torch.softmax(scores.of(query, key).mul(new Scalar(scale)).add(later), -1);
  }

  /**
   * Applies attention.
   *
   * @param mix examples x tokens x (queries, keys, values) of all heads, one head after another
   * @param heads their number
   * @param name of the attention; its products are called name.scores and name.context
   * @param kept of one gradient
   */
  public static Forward once(Tensor mix, int heads, String name, Kept kept) {
    PairProduct scores = kept.products(name + SCORES);
    PairProduct context = kept.products(name + CONTEXT);
    AttentionRule rule = new AttentionRule(mix, heads, scores, context);
    Tensor heard = context.of(rule.shares, rule.value);
    long[] shape = {mix.size(0), mix.size(1), mix.size(2) / 3};
    return new Forward(
        heard.transpose(1, 2).reshape(shape),
        (delta, gradient) ->
            new Backward(
                rule.back(delta),
                (dd, into) -> {
                  throw onePass();
                },
                (dx, direction) -> {
                  throw onePass();
                }));
  }

  /** What queries, keys and values receive, as they lie in the input. */
  private Tensor back(Tensor delta) {
    long examples = delta.size(0);
    long tokens = delta.size(1);
    long each = delta.size(2) / heads;
    Tensor d = delta.reshape(examples, tokens, heads, each).transpose(1, 2);
    Tensor ofShares = context.ofFirst(d, value);
    Tensor ofValue = context.ofSecond(d, shares).transpose(2, 3);
    Tensor weighted = shares.mul(ofShares);
    Tensor ofScores =
        weighted.sub(shares.mul(weighted.sum(-1).unsqueeze(-1))).mul(new Scalar(scale));
    TensorVector parts =
        new TensorVector(scores.ofFirst(ofScores, key), scores.ofSecond(ofScores, query), ofValue);
    return torch
        .stack(parts, 0)
        .permute(1, 3, 0, 2, 4)
        .reshape(examples, tokens, 3L * heads * each);
  }

  private static IllegalStateException onePass() {
    return new IllegalStateException("attention by hand: expected no product after the gradient");
  }
}
