package org.sweetspot.torch.tensor;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** libtorch's reverse mode. */
public final class Autograd {
  private Autograd() {}

  /**
   * Derivatives of sum_i seeds_i . outputs_i; an entry is undefined where the outputs do not depend
   * on the input.
   *
   * @param seeds one for each output, or none for a scalar output
   * @param keep whether the graph is needed again
   * @param differentiable whether the result is to be differentiated
   */
  public static List<Tensor> grad(
      List<Tensor> outputs,
      List<Tensor> inputs,
      List<Tensor> seeds,
      boolean keep,
      boolean differentiable) {
    TensorVector results =
        torch.grad(
            vector(outputs),
            vector(inputs),
            vector(seeds),
            new BoolOptional(keep),
            differentiable,
            true);
    List<Tensor> list = new ArrayList<>();
    for (long i = 0; i < results.size(); i++) {
      list.add(results.get(i));
    }
    return list;
  }

  private static TensorVector vector(List<Tensor> tensors) {
    return new TensorVector(tensors.toArray(new Tensor[0]));
  }
}
