package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.BaselineTrend.State;
import org.sweetspot.statistics.Interval;

class BaselineTrendTest {
  private static Gap gap(double points) {
    Interval interval = new Interval(points, points - 1, points + 1);
    return new Gap(interval, interval, interval);
  }

  private static BaselineTrend trend(double gap, ArmRun... runs) {
    return BaselineTrend.of(List.of(runs), gap(gap), 0.95).orElseThrow();
  }

  @Test
  void theChangeIsThatOfTheLastFifthWithStudentsInterval() {
    BaselineTrend rising =
        trend(
            4,
            SampleRuns.curve(1, 10, 20, 30, 40, 50, 60, 70, 80, 81, 82),
            SampleRuns.curve(2, 10, 20, 30, 40, 50, 60, 70, 80, 82, 83),
            SampleRuns.curve(3, 10, 20, 30, 40, 50, 60, 70, 80, 83, 84));
    // Changes 2, 3, 4: mean 3, half width 4.3027 / sqrt 3.
    assertThat(rising.change().value()).isCloseTo(3, within(1e-9));
    assertThat(rising.change().low()).isCloseTo(3 - 4.302652729911 / Math.sqrt(3), within(1e-6));
    assertThat(rising.state()).isEqualTo(State.IMPROVES);
    assertThat(rising.tolerated()).isEqualTo(4.0 / 3);
  }

  @Test
  void aFlatEndIsAnEndAndASmallRiseToo() {
    assertThat(
            trend(
                    4,
                    SampleRuns.curve(1, 50, 60, 70, 80, 90, 90, 90, 90, 90, 90.1),
                    SampleRuns.curve(2, 50, 60, 70, 80, 90, 90, 90, 90, 90, 90),
                    SampleRuns.curve(3, 50, 60, 70, 80, 90, 90, 90, 90, 90, 89.9))
                .state())
        .isEqualTo(State.ENDED);
    assertThat(
            trend(
                    4,
                    SampleRuns.curve(1, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90.20),
                    SampleRuns.curve(2, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90.21),
                    SampleRuns.curve(3, 90, 90, 90, 90, 90, 90, 90, 90, 90, 90.22))
                .state())
        .isEqualTo(State.ENDED);
  }

  @Test
  void anEndThatSwingsMoreThanMattersBesideTheGapIsOpen() {
    ArmRun[] swinging = {
      SampleRuns.curve(1, 20, 30, 40, 50, 60, 60, 60, 70, 90, 89),
      SampleRuns.curve(2, 20, 30, 40, 50, 60, 60, 60, 80, 40, 53),
      SampleRuns.curve(3, 20, 30, 40, 50, 60, 60, 60, 70, 73, 74)
    };
    assertThat(trend(12, swinging).state()).isEqualTo(State.OPEN);
    assertThat(trend(400, swinging).state()).isEqualTo(State.ENDED);
  }

  @Test
  void curvesTooShortSayNothing() {
    assertThat(BaselineTrend.of(SampleRuns.of(90, 91), gap(1), 0.95)).isEmpty();
  }
}
