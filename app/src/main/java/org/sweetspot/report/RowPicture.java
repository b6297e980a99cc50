package org.sweetspot.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.DoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** A picture on white whose rows carry labels and whose marks lie along a number line. */
final class RowPicture {
  static final Color INK = new Color(0x1b2430);
  static final Color SOFT = new Color(0x556170);

  /** Marks lie so far below the middle of a row, the label above it. */
  private static final double LOWER = 0.16;

  static final Color GRID = new Color(0xdfe4ea);

  private final XYChart chart;
  private final double low;
  private final double high;
  private final List<String> labels;
  private final int rows;
  private int marks;

  RowPicture(String title, String axis, List<String> labels, double low, double high) {
    this.low = low;
    this.high = high;
    this.labels = List.copyOf(labels);
    this.rows = labels.size();
    chart =
        new XYChartBuilder()
            .width(1200)
            .height(150 + 80 * Math.max(1, rows))
            .title(title)
            .xAxisTitle(axis)
            .build();
    style(chart);
    var styler = chart.getStyler();
    styler.setLegendVisible(false);
    styler.setXAxisMin(low).setXAxisMax(high);
    styler.setYAxisMin(0.5 - Math.max(1, rows)).setYAxisMax(0.5);
    styler.setPlotGridHorizontalLinesVisible(false);
    // XChart spreads tick labels until all differ, some never do: labels are painted here instead.
    styler.setYAxisTicksVisible(false);
    // Without a series there is no axis.
    bar(0, low, low, new Color(0, true), 1);
  }

  /** The look that all pictures share. */
  static void style(XYChart chart) {
    var styler = chart.getStyler();
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartFontColor(INK);
    styler.setChartPadding(18);
    styler.setChartTitleFont(font(Font.BOLD, 22));
    styler.setChartTitleBoxVisible(false);
    styler.setChartTitlePadding(14);
    styler.setLegendFont(font(Font.PLAIN, 17));
    styler.setLegendBorderColor(Color.WHITE);
    styler.setAxisTickLabelsFont(font(Font.PLAIN, 17));
    styler.setAxisTitleFont(font(Font.PLAIN, 17));
    styler.setAxisTickLabelsColor(INK);
    styler.setAxisTickMarksColor(GRID);
    styler.setPlotGridLinesColor(GRID);
    styler.setPlotGridLinesStroke(new BasicStroke(1));
    styler.setPlotContentSize(1);
  }

  private static Font font(int style, int size) {
    return new Font(Font.SANS_SERIF, style, size);
  }

  private static String shortened(String label) {
    String plain = label.replaceAll("\\p{Cntrl}+", " ");
    return plain.length() <= 100 ? plain : plain.substring(0, 99) + "\u2026";
  }

  RowPicture ticks(DoubleFunction<String> label) {
    chart.getStyler().setXAxisTickLabelsFormattingFunction(label::apply);
    return this;
  }

  /** A straight bar in a row; nothing where an end is not a number. */
  RowPicture bar(int row, double from, double to, Color color, float width) {
    return line(new double[] {from, to}, new double[] {-row - LOWER, -row - LOWER}, color, width);
  }

  /** A shaded stretch across all rows. */
  RowPicture area(double from, double to, Color color) {
    double bottom = 0.5 - Math.max(1, rows);
    XYSeries series =
        add(
            new double[] {clipped(from), clipped(to), clipped(to), clipped(from)},
            new double[] {bottom, bottom, 0.5, 0.5});
    series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.PolygonArea);
    series.setFillColor(color);
    series.setLineColor(color);
    series.setMarker(SeriesMarkers.NONE);
    return this;
  }

  /** A line across all rows. */
  RowPicture rule(double at, Color color, float width) {
    return line(new double[] {at, at}, new double[] {0.5 - Math.max(1, rows), 0.5}, color, width);
  }

  /** A mark in a row, lowered by a share of the row; nothing where it is not a number. */
  RowPicture mark(int row, double at, double lowered, Marker marker, Color color, int size) {
    if (Double.isFinite(at)) {
      XYSeries series = add(new double[] {at}, new double[] {-row - LOWER - lowered});
      series.setMarker(marker).setMarkerColor(color);
      series.setLineStyle(new BasicStroke(0)).setLineColor(new Color(0, true));
      series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      // The size of markers belongs to the chart; small marks are drawn as short bars instead.
      if (size < 10) {
        chart.removeSeries(series.getName());
        double half = 0.0016 * (high - low);
        line(
            new double[] {at - half, at + half},
            new double[] {-row - LOWER - lowered, -row - LOWER - lowered},
            color,
            size);
      }
    }
    return this;
  }

  private RowPicture line(double[] x, double[] y, Color color, float width) {
    if (Double.isFinite(x[0]) && Double.isFinite(x[1])) {
      double[] inside = {clipped(x[0]), clipped(x[1])};
      XYSeries series = add(inside, y);
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(color);
      series.setLineStyle(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    }
    return this;
  }

  private double clipped(double x) {
    return Math.max(low, Math.min(high, x));
  }

  private XYSeries add(double[] x, double[] y) {
    marks++;
    return chart.addSeries("mark " + marks, x, y);
  }

  /** Paints the chart and, above every row of marks, its label. */
  BufferedImage image() {
    chart.getStyler().setMarkerSize(15);
    BufferedImage image = image(chart);
    Graphics2D graphics = image.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setFont(font(Font.BOLD, 17));
    int left = (int) chart.getScreenXFromChart(low) + 8;
    for (int row = 0; row < rows; row++) {
      String label = shortened(labels.get(row));
      int base = (int) chart.getScreenYFromChart(-row + 0.24);
      var box = graphics.getFontMetrics().getStringBounds(label, graphics);
      graphics.setColor(new Color(255, 255, 255, 200));
      graphics.fillRect(left - 3, base - 16, (int) box.getWidth() + 6, 21);
      graphics.setColor(INK);
      graphics.drawString(label, left, base);
    }
    graphics.dispose();
    return image;
  }

  /** A chart painted without a display. */
  static BufferedImage image(XYChart chart) {
    BufferedImage image =
        new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    chart.paint(graphics, image.getWidth(), image.getHeight());
    graphics.dispose();
    return image;
  }
}
