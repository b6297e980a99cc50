package org.sweetspot.measure.frequency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class MeanFrequencyTest {
  @Test
  void aPlaneWaveHasItsOwnFrequencyWhateverItsSizeAndLevel() {
    for (int[] wave : new int[][] {{1, 0}, {0, 2}, {3, 1}, {2, 3}}) {
      double[] image = new double[2 * 6 * 7];
      for (int y = 0; y < 6; y++) {
        for (int x = 0; x < 7; x++) {
          image[42 + y * 7 + x] =
              5 + 0.3 * Math.cos(0.4 + 2 * Math.PI * (wave[0] * y / 6.0 + wave[1] * x / 7.0));
        }
      }
      assertThat(new MeanFrequency(List.of(2, 6, 7)).of(image))
          .isCloseTo(2 * Math.hypot(wave[0] / 6.0, wave[1] / 7.0), within(1e-12));
    }
  }

  @Test
  void aConstantHasNone() {
    assertThat(new MeanFrequency(List.of(1, 4)).of(new double[] {0.1, 0.1, 0.1, 0.1})).isZero();
  }

  @Test
  void itIsTheMeanOverTheWholeTransform() {
    RandomStream stream = new Seed(2).stream("image");
    double[] image = new double[5 * 8];
    Arrays.setAll(image, i -> stream.nextGaussian());
    double power = 0;
    double radius = 0;
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b < 8; b++) {
        double re = 0;
        double im = 0;
        for (int y = 0; y < 5; y++) {
          for (int x = 0; x < 8; x++) {
            double angle = 2 * Math.PI * (a * y / 5.0 + b * x / 8.0);
            re += image[y * 8 + x] * Math.cos(angle);
            im -= image[y * 8 + x] * Math.sin(angle);
          }
        }
        if (a + b > 0) {
          power += re * re + im * im;
          radius +=
              (re * re + im * im)
                  * 2
                  * Math.hypot(Math.min(a, 5 - a) / 5.0, Math.min(b, 8 - b) / 8.0);
        }
      }
    }
    assertThat(new MeanFrequency(List.of(1, 5, 8)).of(image))
        .isCloseTo(radius / power, within(1e-12));
  }
}
