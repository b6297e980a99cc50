package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Means over all 2^23 random numbers that stochastic rounding can draw, exactly. */
class EveryDrawTest {
  private static final int ALL = 1 << 23;
  private static final Lanes LANES = new Lanes();

  @Test
  void theMeanOverAllDrawsIsTheValue() {
    for (NumberFormat format : Quantizers.formats()) {
      Grid grid = format.grid();
      GridKernel kernel = new GridKernel(grid, Rounding.STOCHASTIC);
      int every = Math.max(1, format.codes() / 64);
      for (int code = 0; code < format.codes(); code += every) {
        float low = Math.abs(format.decode(code));
        if (!(low < grid.largest())) {
          continue;
        }
        double step = grid.step(low);
        for (double fraction : new double[] {0x1p-12, 0.25, 1 / 3.0, 0.5, 1 - 0x1p-12}) {
          float value = (float) (low + fraction * step);
          double p = grid.probabilityAway(value);
          double up = countUp(kernel, value) / (double) ALL;
          assertThat(up).as(format.name() + " " + value).isCloseTo(p, within(0x1p-22));
        }
      }
    }
  }

  /** The rounded value grows with the number drawn: the first that goes up is found by halving. */
  private static int countUp(GridKernel kernel, float value) {
    int low = -1;
    int high = ALL;
    float down = kernel.rounded(LANES, value, 0);
    if (kernel.rounded(LANES, value, ALL - 1) == down) {
      return 0;
    }
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (kernel.rounded(LANES, value, middle) == down) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return ALL - high;
  }
}
