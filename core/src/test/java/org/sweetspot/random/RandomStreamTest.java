package org.sweetspot.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RandomStreamTest {
  @Test
  void drawsAreThoseOfSplitMix64() {
    // The published reference sequence of SplitMix64 started at 1234567.
    RandomStream stream = new RandomStream(1234567, 0);
    assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("6457827717110365317");
    assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("3203168211198807973");
    assertThat(Long.toUnsignedString(stream.nextLong())).isEqualTo("9817491932198370423");
  }

  @Test
  void aStreamGoesOnFromItsPosition() {
    RandomStream first = new Seed(7).stream("order");
    first.permutation(100);
    RandomStream second = new RandomStream(first.key(), first.position());
    assertThat(second.nextGaussian()).isEqualTo(first.nextGaussian());
  }

  @Test
  void skippingIsDrawingWithoutLooking() {
    RandomStream drawn = new Seed(7).stream("order");
    RandomStream skipped = new Seed(7).stream("order");
    drawn.nextGaussian();
    drawn.nextLong();
    skipped.skip(3);

    assertThat(skipped.nextLong()).isEqualTo(drawn.nextLong());
    assertThatThrownBy(() -> skipped.skip(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesGiveDifferentStreams() {
    assertThat(new Seed(7).stream("a").nextLong()).isNotEqualTo(new Seed(7).stream("b").nextLong());
    assertThat(new Seed(7).stream("a").nextLong()).isNotEqualTo(new Seed(8).stream("a").nextLong());
    assertThat(new Seed(7).stream("a").nextLong()).isEqualTo(new Seed(7).stream("a").nextLong());
  }

  @Test
  void momentsAreThoseOfTheDistributions() {
    RandomStream stream = new Seed(1).stream("moments");
    int n = 200_000;
    double mean = 0;
    double square = 0;
    double fourth = 0;
    double uniform = 0;
    for (int i = 0; i < n; i++) {
      double x = stream.nextGaussian();
      mean += x / n;
      square += x * x / n;
      fourth += x * x * x * x / n;
      uniform += stream.nextDouble() / n;
    }
    // Four standard errors each: the variances of x, x^2, x^4 are 1, 2 and 96.
    assertThat(mean).isCloseTo(0, within(4 / Math.sqrt(n)));
    assertThat(square).isCloseTo(1, within(4 * Math.sqrt(2.0 / n)));
    assertThat(fourth).isCloseTo(3, within(4 * Math.sqrt(96.0 / n)));
    assertThat(uniform).isCloseTo(0.5, within(4 * Math.sqrt(1.0 / 12 / n)));
  }

  @Test
  void integersAreUniform() {
    RandomStream stream = new Seed(2).stream("integers");
    int[] counts = new int[3];
    for (int i = 0; i < 30_000; i++) {
      counts[stream.nextInt(3)]++;
    }
    for (int count : counts) {
      assertThat((double) count).isCloseTo(10_000, within(4 * Math.sqrt(30_000 * 2 / 9.0)));
    }
    assertThatThrownBy(() -> stream.nextInt(0)).hasMessageContaining("expected at least 1, got 0");
  }

  @Test
  void permutationsHoldEveryIndexOnce() {
    int[] order = new Seed(3).stream("order").permutation(1000);
    Arrays.sort(order);
    for (int i = 0; i < order.length; i++) {
      assertThat(order[i]).isEqualTo(i);
    }
  }
}
