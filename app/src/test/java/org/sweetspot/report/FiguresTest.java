package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Interval;

class FiguresTest {
  @Test
  void meanHasStudentsInterval() {
    // Mean 3, s = sqrt(2.5), t(0.975; 4) = 2.776445: half width 1.963243.
    Interval interval = SeedMean.of(new double[] {1, 2, 3, 4, 5}, 0.95);

    assertThat(interval.value()).isEqualTo(3);
    assertThat(interval.low()).isCloseTo(3 - 1.963243, within(1e-5));
    assertThat(interval.high()).isCloseTo(3 + 1.963243, within(1e-5));
  }

  @Test
  void meanOfOneHasNoIntervalAndOfNoneNoValue() {
    assertThat(SeedMean.of(new double[] {2, Double.NaN}, 0.95))
        .isEqualTo(new Interval(2, Double.NaN, Double.NaN));
    assertThat(SeedMean.of(new double[] {Double.NaN}, 0.95).value()).isNaN();
  }

  @Test
  void gapPartsLieEndToEnd() {
    GapFigure figure = GapFigure.of(SampleResults.ordinary());
    GapFigure.Bar whole = figure.bars().get(0);
    GapFigure.Bar training = figure.bars().get(1);
    GapFigure.Bar bias = figure.bars().get(2);
    GapFigure.Bar recovered = figure.bars().get(3);
    GapFigure.Bar left = figure.bars().get(4);

    assertThat(bias.from()).isEqualTo(training.to());
    assertThat(bias.to()).isCloseTo(whole.to(), within(1e-12));
    assertThat(recovered.from()).isEqualTo(whole.to());
    assertThat(recovered.to()).isEqualTo(left.to()).isCloseTo(4.1 * 0.17, within(1e-12));
    assertThat(recovered.whiskerLow()).isCloseTo(4.1 * (1 - 1.04), within(1e-12));
  }

  @Test
  void ratiosNeedTwoNumbersOfOneSign() {
    assertThat(BiasFigure.ratio(6, 2)).isEqualTo(3);
    assertThat(BiasFigure.ratio(-6, -2)).isEqualTo(3);
    assertThat(BiasFigure.ratio(-6, 2)).isNaN();
    assertThat(BiasFigure.ratio(6, 0)).isNaN();
    assertThat(BiasFigure.ratio(0, 2)).isNaN();
  }

  @Test
  void bandsLeaveDivergedRunsOut() {
    ControlResult result = OddResults.withDivergedRun();
    Arm arm = result.arm("changed");
    Curve curve = new Curve(Split.TEST, Curve.Metric.ACCURACY);
    List<Curve.Band> bands = curve.bands(arm);

    assertThat(bands.get(bands.size() - 1).step()).isEqualTo(40);
    double expected =
        arm.runs().stream()
            .filter(run -> !run.diverged())
            .mapToDouble(run -> curve.of(run.curve().get(run.curve().size() - 1)))
            .average()
            .orElseThrow();
    assertThat(bands.get(bands.size() - 1).mean()).isCloseTo(expected, within(1e-12));
  }

  @Test
  void thinningKeepsBothEnds() {
    List<Integer> all = java.util.stream.IntStream.range(0, 1000).boxed().toList();

    assertThat(Curve.thinned(all, 10)).hasSize(10).startsWith(0).endsWith(999);
    assertThat(Curve.thinned(all, 1000)).isEqualTo(all);
  }

  @Test
  void axesShowWhereRunsEnd() {
    ControlResult result = SampleResults.ordinary();
    CurveAxes.Axis steps = CurveAxes.horizontal(false, result);
    CurveAxes.Axis accuracy =
        CurveAxes.vertical(new Curve(Split.TEST, Curve.Metric.ACCURACY), result);

    assertThat(steps).isEqualTo(new CurveAxes.Axis(1, 5040, true));
    assertThat(steps.ticks()).containsExactly(1, 10, 100, 1000);
    assertThat(accuracy.low()).isBetween(70.0, 90.0);
    assertThat(accuracy.high()).isBetween(96.0, 100.0);
    assertThat(new CurveAxes.Axis(0.17, 2.1, true).ticks()).containsExactly(0.2, 0.5, 1, 2);
  }
}
