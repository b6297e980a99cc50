package org.sweetspot.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.ControlResult;
import org.sweetspot.training.Evaluation;

/** The ranges in which curves are drawn, chosen so that the differences at the end can be seen. */
final class CurveAxes {
  /** Ends of an axis, and whether it is logarithmic. */
  record Axis(double low, double high, boolean logarithmic) {
    /** Where a logarithmic axis is labelled: powers of ten, or 1-2-5 steps on a short one. */
    double[] ticks() {
      boolean isLong = high / low > 200;
      DoubleStream.Builder ticks = DoubleStream.builder();
      for (int power = (int) Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
        for (int digit : isLong ? new int[] {1} : new int[] {1, 2, 5}) {
          // A decimal literal, since digit * Math.pow(10, -1) is not the double nearest to 0.3.
          double tick = Double.parseDouble(digit + "e" + power);
          if (tick >= low && tick <= high) {
            ticks.add(tick);
          }
        }
      }
      return ticks.build().toArray();
    }
  }

  private CurveAxes() {}

  /** The vertical axis of a curve. */
  static Axis vertical(Curve curve, ControlResult result) {
    List<List<Curve.Band>> means = result.arms().stream().map(curve::bands).toList();
    double[] all =
        Numbers.finite(means.stream().flatMap(List::stream).mapToDouble(Curve.Band::mean));
    if (all.length == 0) {
      all = Numbers.finite(evaluations(result).mapToDouble(curve::of));
    }
    if (all.length == 0) {
      return new Axis(0, curve.metric() == Curve.Metric.ACCURACY ? 100 : 1, false);
    }
    double least = Arrays.stream(all).min().getAsDouble();
    double most = Arrays.stream(all).max().getAsDouble();
    if (curve.metric() == Curve.Metric.LOSS) {
      return least > 0
          ? new Axis(0.85 * least, 1.25 * most, true)
          : new Axis(least, most + 0.1 * (most - least) + 1e-9, false);
    }
    double[] ends =
        means.stream()
            .filter(bands -> !bands.isEmpty())
            .mapToDouble(bands -> bands.get(bands.size() - 1).mean())
            .toArray();
    double low = DoubleStream.of(ends).min().orElse(least);
    double high = DoubleStream.of(ends).max().orElse(most);
    double floor = low - Math.max(10, 3 * (high - low));
    return new Axis(Math.max(0, Math.max(least - 1, floor)), Math.min(100, most + 1.5), false);
  }

  /** The horizontal axis: logarithmic where arms differ in length more than six times. */
  static Axis horizontal(boolean epochs, ControlResult result) {
    double[] all =
        Numbers.finite(
            evaluations(result).mapToDouble(e -> epochs ? e.epoch() : (double) e.step()));
    double[] ends =
        Numbers.finite(
            result.arms().stream()
                .map(Arm::runs)
                .mapToDouble(
                    runs ->
                        runs.stream()
                            .map(ArmRun::curve)
                            .flatMap(List::stream)
                            .mapToDouble(e -> epochs ? e.epoch() : (double) e.step())
                            .max()
                            .orElse(Double.NaN)));
    double most = Arrays.stream(all).max().orElse(1);
    double shortest = Arrays.stream(ends).min().orElse(most);
    double first = Arrays.stream(all).filter(x -> x > 0).min().orElse(most / 10);
    boolean logarithmic = shortest > 0 && most / shortest > 6;
    return new Axis(logarithmic ? first : 0, Math.max(most, first), logarithmic);
  }

  private static java.util.stream.Stream<Evaluation> evaluations(ControlResult result) {
    return result.arms().stream()
        .map(Arm::runs)
        .flatMap(List::stream)
        .map(ArmRun::curve)
        .flatMap(List::stream);
  }
}
