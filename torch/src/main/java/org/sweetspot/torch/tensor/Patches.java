package org.sweetspot.torch.tensor;

import java.util.Arrays;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** The parts of images or signals that a kernel sees, one after the other. */
public final class Patches {
  private Patches() {}

  /**
   * One strided copy of the whole batch, where im2col goes image by image.
   *
   * @param inputs examples x channels x one or two sides
   * @param kernel its sides
   * @param stride along each side
   * @param margin zeros on both ends of each side
   * @return examples x patch x places; a patch goes by channels, then row by row
   */
  public static Tensor of(Tensor inputs, long[] kernel, long[] stride, long[] margin) {
    long[] next = new long[kernel.length];
    Arrays.fill(next, 1);
    return of(inputs, kernel, stride, margin, next);
  }

  /**
   * The same for a kernel whose entries lie apart.
   *
   * @param dilation places from one entry to the next along each side
   */
  public static Tensor of(
      Tensor inputs, long[] kernel, long[] stride, long[] margin, long[] dilation) {
    boolean flat = kernel.length == 1;
    long[] margins =
        flat
            ? new long[] {margin[0], margin[0]}
            : new long[] {margin[1], margin[1], margin[0], margin[0]};
    Tensor windows =
        windows(torch.constant_pad_nd(inputs, margins), 2, kernel[0], stride[0], dilation[0]);
    Tensor cells =
        flat
            ? windows.permute(0, 1, 3, 2)
            : windows(windows, 3, kernel[1], stride[1], dilation[1]).permute(0, 1, 4, 5, 2, 3);
    long patch = inputs.size(1) * kernel[0] * (flat ? 1 : kernel[1]);
    return cells.reshape(inputs.size(0), patch, -1);
  }

  /** What a kernel sees along an axis, as a last axis. */
  private static Tensor windows(Tensor inputs, long axis, long kernel, long stride, long dilation) {
    Tensor spans = inputs.unfold(axis, (kernel - 1) * dilation + 1, stride);
    return dilation == 1
        ? spans
        : spans.slice(-1, new LongOptional(0), new LongOptional(spans.size(-1)), dilation);
  }
}
