package org.sweetspot.measure.frequency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.measure.Fixtures;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class WavesTest {
  /** Power of a height x width image at each pair of frequencies, by the definition. */
  private static double outside(double[] image, int h, int w, double above, double upTo) {
    double outside = 0;
    double all = 0;
    for (int a = 0; a < h; a++) {
      for (int b = 0; b < w; b++) {
        double re = 0;
        double im = 0;
        for (int y = 0; y < h; y++) {
          for (int x = 0; x < w; x++) {
            double angle = 2 * Math.PI * (a * y / (double) h + b * x / (double) w);
            re += image[y * w + x] * Math.cos(angle);
            im += image[y * w + x] * Math.sin(angle);
          }
        }
        double power = re * re + im * im;
        double radius =
            2 * Math.hypot(Math.min(a, h - a) / (double) h, Math.min(b, w - b) / (double) w);
        all += power;
        outside += radius > above && radius <= upTo ? 0 : power;
      }
    }
    return outside / all;
  }

  @Test
  void wavesHaveTheirNormAndLieInTheirBand() {
    RandomStream stream = new Seed(3).stream("waves");
    double[] edges = {0, 1.0 / 3, 2.0 / 3, 2};
    for (List<Integer> shape : List.of(List.of(2, 8, 9), List.of(1, 12))) {
      int h = shape.size() == 3 ? shape.get(1) : 1;
      int w = shape.get(shape.size() - 1);
      for (int band = 0; band < 3; band++) {
        double[] wave = new Waves(shape, edges[band], edges[band + 1]).draw(stream, 0.7);
        double square = 0;
        for (double value : wave) {
          square += value * value;
        }
        assertThat(square).isCloseTo(0.49, within(1e-12));
        double[] first = java.util.Arrays.copyOf(wave, h * w);
        assertThat(outside(first, h, w, edges[band], edges[band + 1])).isLessThan(1e-20);
      }
    }
  }

  @Test
  void featuresHaveNoFrequencies() {
    try (MeasureContext context = Fixtures.context(Fixtures.classifier(20, 0))) {
      Measurement answer = new FrequencyResponse().measure(context);
      assertThat(answer.status()).isEqualTo(Status.NOT_APPLICABLE);
      assertThat(answer.conventions().text()).contains("features of shape [4]");
    }
  }
}
