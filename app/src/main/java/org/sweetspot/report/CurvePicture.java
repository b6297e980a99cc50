package org.sweetspot.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ArmRun;
import org.sweetspot.control.ControlResult;
import org.sweetspot.training.Evaluation;

/** One curve of all arms on white: the mean strong, the range of seeds as a band, runs thin. */
final class CurvePicture {
  private CurvePicture() {}

  static XYChart of(ControlResult result, Curve curve, boolean epochs) {
    CurveAxes.Axis x = CurveAxes.horizontal(epochs, result);
    CurveAxes.Axis y = CurveAxes.vertical(curve, result);
    XYChart chart =
        new XYChartBuilder()
            .width(1200)
            .height(760)
            .title(curve.title() + (epochs ? " over epochs" : " over steps"))
            .xAxisTitle((epochs ? "Epochs" : "Steps") + (x.logarithmic() ? " (log scale)" : ""))
            .yAxisTitle(curve.title() + (y.logarithmic() ? " (log scale)" : ""))
            .build();
    RowPicture.style(chart);
    var styler = chart.getStyler();
    styler.setLegendPosition(Styler.LegendPosition.OutsideS);
    styler.setLegendLayout(Styler.LegendLayout.Horizontal);
    styler.setXAxisLogarithmic(x.logarithmic()).setYAxisLogarithmic(y.logarithmic());
    styler.setXAxisMin(x.low()).setXAxisMax(x.high());
    styler.setYAxisMin(y.low()).setYAxisMax(y.high());
    styler.setXAxisTickLabelsFormattingFunction(at -> Numbers.tick(at, 6));
    styler.setYAxisTickLabelsFormattingFunction(at -> Numbers.tick(at, 6));
    styler.setYAxisLogarithmicDecadeOnly(false);
    List<Arm> arms = ArmStyle.ordered(result);
    int number = 0;
    for (Arm arm : arms) {
      band(chart, arm, curve.bands(arm), epochs, x, y);
      for (ArmRun run : arm.runs()) {
        number++;
        run(chart, "run " + number, arm, curve, run, epochs, x, y);
      }
    }
    for (int i = 0; i < arms.size(); i++) {
      mean(chart, arms.get(i), curve.bands(arms.get(i)), epochs, x, y);
    }
    if (chart.getSeriesCollection().isEmpty()) {
      XYSeries none =
          chart.addSeries("nothing was recorded", new double[] {x.high()}, new double[] {y.high()});
      none.setMarker(SeriesMarkers.NONE);
    }
    return chart;
  }

  private static void band(
      XYChart chart,
      Arm arm,
      List<Curve.Band> bands,
      boolean epochs,
      CurveAxes.Axis x,
      CurveAxes.Axis y) {
    List<Curve.Band> inside =
        bands.stream()
            .filter(band -> holds(x, at(band, epochs)))
            .filter(band -> band.high() >= y.low() && band.low() <= y.high())
            .toList();
    int n = inside.size();
    if (n < 2) {
      return;
    }
    double[] across = new double[2 * n];
    double[] up = new double[2 * n];
    for (int i = 0; i < n; i++) {
      across[i] = at(inside.get(i), epochs);
      up[i] = clip(y, inside.get(i).low());
      across[2 * n - 1 - i] = across[i];
      up[2 * n - 1 - i] = clip(y, inside.get(i).high());
    }
    Color color = ArmStyle.of(arm.name()).color();
    XYSeries series = chart.addSeries("band " + arm.name(), across, up);
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(faint(color, 36));
    series.setLineColor(faint(color, 0));
    series.setMarker(SeriesMarkers.NONE);
    series.setShowInLegend(false);
  }

  private static void run(
      XYChart chart,
      String name,
      Arm arm,
      Curve curve,
      ArmRun run,
      boolean epochs,
      CurveAxes.Axis x,
      CurveAxes.Axis y) {
    List<Evaluation> shown =
        run.curve().stream()
            .filter(at -> Double.isFinite(curve.of(at)))
            .filter(at -> holds(x, epochs ? at.epoch() : (double) at.step()))
            .filter(at -> curve.of(at) >= y.low() && curve.of(at) <= y.high())
            .toList();
    line(
        chart,
        name,
        shown.stream().mapToDouble(at -> epochs ? at.epoch() : (double) at.step()).toArray(),
        shown.stream().mapToDouble(curve::of).toArray(),
        faint(ArmStyle.of(arm.name()).color(), 90),
        new BasicStroke(1),
        false);
  }

  private static void mean(
      XYChart chart,
      Arm arm,
      List<Curve.Band> bands,
      boolean epochs,
      CurveAxes.Axis x,
      CurveAxes.Axis y) {
    List<Curve.Band> inside =
        bands.stream()
            .filter(band -> holds(x, at(band, epochs)))
            .filter(band -> band.mean() >= y.low() && band.mean() <= y.high())
            .toList();
    ArmStyle style = ArmStyle.of(arm.name());
    float[] dash = new float[style.dash().size()];
    for (int i = 0; i < dash.length; i++) {
      dash[i] = 2 * style.dash().get(i);
    }
    boolean solid = dash.length == 2 && dash[1] == 0;
    line(
        chart,
        style.label(),
        inside.stream().mapToDouble(band -> at(band, epochs)).toArray(),
        inside.stream().mapToDouble(Curve.Band::mean).toArray(),
        style.color(),
        new BasicStroke(
            4, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, solid ? null : dash, 0),
        true);
  }

  private static void line(
      XYChart chart,
      String name,
      double[] x,
      double[] y,
      Color color,
      BasicStroke stroke,
      boolean inLegend) {
    if (x.length < 2) {
      return;
    }
    XYSeries series = chart.addSeries(name, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(stroke);
    series.setShowInLegend(inLegend);
  }

  private static double at(Curve.Band band, boolean epochs) {
    return epochs ? band.epoch() : band.step();
  }

  private static boolean holds(CurveAxes.Axis axis, double value) {
    return !axis.logarithmic() || value > 0;
  }

  private static double clip(CurveAxes.Axis axis, double value) {
    return Math.max(axis.low(), Math.min(axis.high(), value));
  }

  private static Color faint(Color color, int alpha) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
