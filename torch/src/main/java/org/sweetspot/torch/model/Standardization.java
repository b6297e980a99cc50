package org.sweetspot.torch.model;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.torch.tangent.Forward;
import org.sweetspot.torch.tangent.Kept;
import org.sweetspot.torch.tangent.LocalGraph;

/**
 * Batch normalization without scale and shift, as a module is used or probed; running statistics
 * never move here.
 *
 * @param mean index of the running mean
 * @param variance index of the running variance
 */
record Standardization(int mean, int variance, double epsilon) implements Linearizable {
  @Override
  public Tensor forward(Tensor input, Pass pass) {
    boolean batch = pass.usesBatchStatistics();
    return torch.batch_norm(
        input,
        new TensorOptional(),
        new TensorOptional(),
        batch ? new TensorOptional() : new TensorOptional(pass.buffer(mean)),
        batch ? new TensorOptional() : new TensorOptional(pass.buffer(variance)),
        batch,
        0,
        epsilon,
        true);
  }

  @Override
  public boolean hasParameters() {
    return false;
  }

  @Override
  public Forward linearize(Tensor input, boolean moving, Pass pass, Kept kept) {
    return LocalGraph.apply(input, moving, List.of(), value -> forward(value, pass), kept);
  }
}
