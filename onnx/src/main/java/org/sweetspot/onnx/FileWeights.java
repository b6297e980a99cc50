package org.sweetspot.onnx;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.weights.Layout;
import org.sweetspot.weights.WeightTensor;
import org.sweetspot.weights.Weights;

/** The weights of a file as one vector; matrices of inputs x outputs are turned round. */
final class FileWeights {
  private FileWeights() {}

  static FixedWeights of(Weights weights) {
    List<ParameterGroup> groups = new ArrayList<>();
    long offset = 0;
    for (WeightTensor tensor : weights.tensors()) {
      List<Long> shape = tensor.shape();
      if (isTurned(tensor)) {
        shape = List.of(shape.get(1), shape.get(0));
      }
      ParameterGroup group = new ParameterGroup(tensor.name(), tensor.role(), offset, shape);
      groups.add(group);
      offset += group.size();
    }
    ArraySpace space = new ArraySpace(groups);
    double[] entries = new double[Math.toIntExact(offset)];
    for (int i = 0; i < groups.size(); i++) {
      WeightTensor tensor = weights.tensors().get(i);
      double[] own = tensor.load();
      int at = Math.toIntExact(groups.get(i).offset());
      if (isTurned(tensor)) {
        int rows = Math.toIntExact(tensor.shape().get(0));
        int columns = Math.toIntExact(tensor.shape().get(1));
        for (int j = 0; j < own.length; j++) {
          entries[at + (j % columns) * rows + j / columns] = own[j];
        }
      } else {
        System.arraycopy(own, 0, entries, at, own.length);
      }
    }
    return new FixedWeights(space.zero().set(entries));
  }

  private static boolean isTurned(WeightTensor tensor) {
    return tensor.shape().size() == 2 && tensor.layout() == Layout.OUT_LAST;
  }

  static FixedWeights none() {
    return new FixedWeights(new ArraySpace(List.of()).zero());
  }
}
