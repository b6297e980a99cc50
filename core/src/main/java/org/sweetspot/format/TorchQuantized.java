package org.sweetspot.format;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A quantized tensor of a PyTorch file: entry = (q - zero) scale, with one scale and zero for all,
 * or one for each index along an axis.
 *
 * @param whole the whole numbers q
 * @param scale of all, without scales
 * @param zero of all, without scales
 * @param scales one for each index along the axis, or null
 * @param zeros likewise
 * @param axis that the scales belong to
 */
record TorchQuantized(
    TorchTensor whole,
    double scale,
    double zero,
    @Nullable TorchTensor scales,
    @Nullable TorchTensor zeros,
    int axis) {
  TorchQuantized(TorchTensor whole, double scale, double zero) {
    this(whole, scale, zero, null, null, 0);
  }

  static Object byChannel(TorchTensor whole, TorchTensor scales, TorchTensor zeros, long axis) {
    boolean fits =
        axis >= 0
            && axis < whole.shape().size()
            && scales.shape().equals(List.of(whole.shape().get((int) axis)))
            && zeros.shape().equals(scales.shape());
    return fits
        ? new TorchQuantized(whole, 1, 0, scales, zeros, (int) axis)
        : new TorchGap("quantized with scales of another shape");
  }

  /** Finds the numbers of a tensor in the file. */
  interface Source {
    StoredTensor of(TorchTensor tensor) throws IOException;
  }

  /** Reads the whole numbers and dequantizes them when they are asked for. */
  StoredTensor stored(StoredTensor numbers, Source source) throws IOException {
    int axes = numbers.shape().size();
    if (scales == null || zeros == null) {
      return ComputedTensor.like(
          numbers,
          NumberType.F32,
          () ->
              Dequantization.apply(
                  numbers.read(),
                  numbers.shape(),
                  new double[] {scale},
                  Dequantization.along(axes, 0, 1),
                  new double[] {zero}));
    }
    StoredTensor factors = source.of(scales);
    StoredTensor offsets = source.of(zeros);
    return ComputedTensor.like(
        numbers,
        NumberType.F32,
        () ->
            Dequantization.apply(
                numbers.read(),
                numbers.shape(),
                factors.read(),
                Dequantization.along(axes, axis, factors.shape().get(0)),
                offsets.read()));
  }
}
