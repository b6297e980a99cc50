package org.sweetspot.torch.script;

import java.util.List;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.torch.tensor.Place;

/** The numbers of some tensors of a module, one tensor after another. */
final class ScriptNumbers {
  private final double[] values;

  private ScriptNumbers(double[] values) {
    this.values = values;
  }

  /** A copy. */
  static ScriptNumbers of(List<ScriptTensors.Named> tensors) {
    long size = tensors.stream().mapToLong(named -> named.tensor().numel()).sum();
    double[] values = new double[Math.toIntExact(size)];
    int at = 0;
    for (ScriptTensors.Named named : tensors) {
      Tensor doubles = named.tensor().detach().cpu().to(ScalarType.Double).contiguous();
      int length = Math.toIntExact(doubles.numel());
      new DoublePointer(doubles.data_ptr()).get(values, at, length);
      at += length;
    }
    return new ScriptNumbers(values);
  }

  double[] copy() {
    return values.clone();
  }

  /** As one flat tensor, in the current scope. */
  Tensor at(Place place) {
    Tensor local =
        torch.from_blob(
            new DoublePointer(values), new long[] {values.length}, Place.cpu(ScalarType.Double));
    return place.cast(local).clone();
  }
}
