package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.sweetspot.vector.ParameterGroup;

/** Between lists of tensors and flat vectors. */
final class Gradients {
  private Gradients() {}

  /** into := the parts one after another, zeros for undefined ones. */
  static void flatten(List<Tensor> parts, TorchVector into) {
    List<ParameterGroup> groups = into.space().groups();
    TensorVector flat = new TensorVector();
    for (int i = 0; i < parts.size(); i++) {
      Tensor part = parts.get(i);
      flat.push_back(
          part.defined()
              ? part.reshape(-1)
              : torch.zeros(new long[] {groups.get(i).size()}, into.tensor().options()));
    }
    if (!parts.isEmpty()) {
      torch.cat_out(into.tensor(), flat, 0);
    }
  }

  /** Shaped views of a vector's groups. */
  static List<Tensor> views(TorchVector vector) {
    List<Tensor> views = new ArrayList<>();
    for (ParameterGroup group : vector.space().groups()) {
      long[] shape = group.shape().stream().mapToLong(Long::longValue).toArray();
      views.add(vector.tensor().narrow(0, group.offset(), group.size()).view(shape));
    }
    return views;
  }
}
