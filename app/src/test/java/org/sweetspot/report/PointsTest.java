package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sweetspot.statistics.Interval;

class PointsTest {
  private final Points points = new Points(0.95);

  @Test
  void whatRoundsToNothingHasNoSign() {
    Interval nothing = new Interval(-0.01, -0.04, 0.03);
    assertThat(points.of(nothing)).isEqualTo("0.0 points (95% interval 0.0 to 0.0)");
    assertThat(points.against(nothing, "it"))
        .isEqualTo("not significantly different from it (+0.0 points, 95% interval 0.0 to 0.0)");
    assertThat(points.of(new Interval(-0.06, -0.2, -0.04)))
        .isEqualTo("-0.1 points (95% interval -0.2 to 0.0)");
  }

  @Test
  void smallSharesAreWholePercents() {
    assertThat(points.share(new Interval(-0.004, -0.02, 0.5)))
        .isEqualTo("0% of the gap (95% interval -2% to 50%)");
  }
}
