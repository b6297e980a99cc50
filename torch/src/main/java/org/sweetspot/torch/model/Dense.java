package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.BilinearRule;
import org.sweetspot.torch.tangent.ChainRule;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LinearRule;

/**
 * An affine map of the last axis.
 *
 * @param weight index of the matrix, out x in
 * @param bias index of the offset, or -1 for none
 */
record Dense(int weight, int bias) implements Linearizable, Parametric {
  static Dense declare(Declaration to, String name, long in, long out, boolean biased, long rows) {
    int weight = to.weight(name + ".weight", out, in);
    int bias = biased ? to.bias(name + ".bias", in, out) : -1;
    to.puts(rows * out);
    return new Dense(weight, bias);
  }

  @Override
  public Tensor forward(Tensor input, Pass pass) {
    TensorOptional offset =
        bias < 0 ? new TensorOptional() : new TensorOptional(pass.parameter(bias));
    return pass.tap(this, input, torch.linear(input, pass.parameter(weight), offset));
  }

  @Override
  public boolean takesNarrow() {
    return true;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    if (input.dim() == 2) {
      return BilinearRule.dense(input, moving, pass.slot(weight), pass.slot(bias), kept);
    }
    // Rows of all axes but the last, and back.
    long[] shape = input.shape();
    Tensor rows = input.reshape(-1, input.size(-1));
    Forward flat = LinearRule.of(rows, dx -> dx.reshape(rows.shape()), d -> d.reshape(shape));
    Forward map = BilinearRule.dense(rows, moving, pass.slot(weight), pass.slot(bias), kept);
    long[] put = shape.clone();
    put[put.length - 1] = map.output().size(1);
    long[] flatPut = map.output().shape();
    Tensor output = map.output().reshape(put);
    Forward back = LinearRule.of(output, dx -> dx.reshape(put), d -> d.reshape(flatPut));
    return ChainRule.of(output, moving ? List.of(flat, map, back) : List.of(map, back));
  }

  @Override
  public List<Integer> parameters() {
    return bias < 0 ? List.of(weight) : List.of(weight, bias);
  }

  /** Weight: sum over rows of delta times input, an outer product for each row. */
  @Override
  public List<Tensor> exampleGradients(Tensor input, Tensor delta) {
    long examples = input.size(0);
    long in = input.size(-1);
    long out = delta.size(-1);
    Tensor rows = delta.reshape(examples, -1, out);
    Tensor ofWeight =
        torch.bmm(rows.transpose(1, 2), input.reshape(examples, -1, in)).reshape(examples, -1);
    return bias < 0 ? List.of(ofWeight) : List.of(ofWeight, rows.sum(1));
  }

  @Override
  public boolean isOuterProduct() {
    return true;
  }
}
