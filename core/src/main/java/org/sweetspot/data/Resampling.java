package org.sweetspot.data;

/**
 * Images in another size, by the triangle filter that PIL calls BILINEAR: each new pixel is the
 * mean of the old ones below it, weighted by their distance, over two pixels of the coarser of both
 * grids. First along rows, then along columns; nothing is rounded.
 */
final class Resampling {
  private Resampling() {}

  /**
   * Resizes.
   *
   * @param pixels channels x height x width
   * @return channels x newHeight x newWidth
   */
  static double[] resized(
      double[] pixels, int channels, int height, int width, int newHeight, int newWidth) {
    if (height == newHeight && width == newWidth) {
      return pixels;
    }
    double[] narrow = along(pixels, channels * height, width, 1, newWidth);
    return along(narrow, channels, height, newWidth, newHeight);
  }

  /** Resizes the middle axis of blocks x length x step. */
  private static double[] along(double[] values, int blocks, int length, int step, int newLength) {
    double scale = (double) length / newLength;
    double reach = Math.max(scale, 1);
    double[] result = new double[blocks * newLength * step];
    for (int target = 0; target < newLength; target++) {
      double centre = (target + 0.5) * scale;
      int from = Math.max(0, (int) (centre - reach + 0.5));
      int to = Math.min(length, (int) (centre + reach + 0.5));
      double[] weights = new double[to - from];
      double sum = 0;
      for (int i = from; i < to; i++) {
        weights[i - from] = Math.max(0, 1 - Math.abs((i + 0.5 - centre) / reach));
        sum += weights[i - from];
      }
      for (int block = 0; block < blocks; block++) {
        for (int k = 0; k < step; k++) {
          double value = 0;
          for (int i = from; i < to; i++) {
            value += weights[i - from] / sum * values[(block * length + i) * step + k];
          }
          result[(block * newLength + target) * step + k] = value;
        }
      }
    }
    return result;
  }
}
