package org.sweetspot.measure.frequency;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.RandomStream;

/**
 * Random plane waves of one band of frequencies, over images (channels x height x width) or signals
 * (channels x samples). Frequencies are whole numbers of periods over the example, so that a wave
 * lies in its band exactly; the radius is in units of the Nyquist frequency, 1/2 period a sample.
 */
final class Waves {
  private static final int COUNT = 4;

  private final int channels;
  private final int height;
  private final int width;
  private final List<int[]> lattice = new ArrayList<>();

  /**
   * Waves of a band.
   *
   * @param shape of an example
   * @param above radius of the band, excluded
   * @param upTo radius of the band, included
   */
  Waves(List<Integer> shape, double above, double upTo) {
    channels = shape.get(0);
    height = shape.size() == 3 ? shape.get(1) : 1;
    width = shape.get(shape.size() - 1);
    for (int a = -(height / 2); a <= height / 2; a++) {
      for (int b = 0; b <= width / 2; b++) {
        double radius = 2 * Math.hypot(a / (double) height, b / (double) width);
        if (radius > above && radius <= upTo && (a != 0 || b != 0)) {
          lattice.add(new int[] {a, b});
        }
      }
    }
  }

  boolean isEmpty() {
    return lattice.isEmpty();
  }

  /** A sum of random waves in every channel, scaled to a Euclidean norm. */
  double[] draw(RandomStream stream, double norm) {
    double[] sum = new double[channels * height * width];
    double square = 0;
    // Phases that cancel exactly are possible only by chance zero; then another is drawn.
    while (!(square > 0)) {
      for (int channel = 0; channel < channels; channel++) {
        for (int k = 0; k < COUNT; k++) {
          int[] frequency = lattice.get(stream.nextInt(lattice.size()));
          add(sum, channel, frequency, stream.nextGaussian(), 2 * Math.PI * stream.nextDouble());
        }
      }
      square = 0;
      for (double value : sum) {
        square += value * value;
      }
    }
    double scale = norm / Math.sqrt(square);
    for (int i = 0; i < sum.length; i++) {
      sum[i] *= scale;
    }
    return sum;
  }

  private void add(double[] sum, int channel, int[] frequency, double amplitude, double phase) {
    for (int y = 0; y < height; y++) {
      double row = phase + 2 * Math.PI * frequency[0] * y / height;
      int at = (channel * height + y) * width;
      for (int x = 0; x < width; x++) {
        sum[at + x] += amplitude * Math.cos(row + 2 * Math.PI * frequency[1] * x / width);
      }
    }
  }
}
