package org.sweetspot.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sweetspot.control.Arm;
import org.sweetspot.control.ControlResult;
import org.sweetspot.format.AtomicFile;

/**
 * The pictures of a control report as PNG files on white, from the same numbers as those on the
 * page. Needs no display.
 */
public final class Pictures {
  private static final Color TRAINING = new Color(0xd9a521);
  private static final Color LEFT = new Color(0xb4bcc6);
  private static final Color GAP = new Color(0x8894a3);
  private static final Color HELD = new Color(0xdcefe3);

  private Pictures() {}

  /**
   * Writes accuracy.png, and where there is something to show gap.png, biases.png, corrections.png
   * and eight curves such as test-accuracy-steps.png.
   *
   * @param folder created where it does not exist
   * @return the files
   * @throws UncheckedIOException if a file can't be written
   */
  public static List<Path> write(ControlResult result, Path folder) {
    List<Path> files = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      files.add(save(accuracy(result), folder.resolve("accuracy.png")));
      if (Double.isFinite(result.gap().points().value())) {
        files.add(save(gap(result), folder.resolve("gap.png")));
      }
      if (!BiasFigure.of(result).rows().isEmpty()) {
        files.add(save(biases(result), folder.resolve("biases.png")));
      }
      if (!result.corrections().isEmpty()) {
        files.add(save(corrections(result), folder.resolve("corrections.png")));
      }
      if (!new CurveFigure(result).isEmpty()) {
        for (Curve curve : Curve.all()) {
          for (boolean epochs : new boolean[] {false, true}) {
            String name = curve.key() + (epochs ? "-epochs.png" : "-steps.png");
            files.add(
                save(
                    RowPicture.image(CurvePicture.of(result, curve, epochs)),
                    folder.resolve(name)));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("pictures in " + folder + ": cannot be written", e);
    }
    return List.copyOf(files);
  }

  private static BufferedImage accuracy(ControlResult result) {
    AccuracyFigure figure = AccuracyFigure.of(result);
    RowPicture picture =
        new RowPicture(
            "Test accuracy of each way of training",
            "Test accuracy, %",
            figure.rows().stream().map(AccuracyFigure.Row::text).toList(),
            figure.low(),
            figure.high());
    for (int i = 0; i < figure.rows().size(); i++) {
      AccuracyFigure.Row row = figure.rows().get(i);
      Color color = row.style().color();
      picture.bar(i, row.mean().low(), row.mean().high(), faint(color), 6);
      for (double run : row.runs()) {
        picture.mark(i, run, 0.2, SeriesMarkers.CIRCLE, color, 5);
      }
      picture.mark(i, row.mean().value(), 0, marker(row.style()), color, 15);
    }
    return picture.image();
  }

  private static BufferedImage gap(ControlResult result) {
    GapFigure figure = GapFigure.of(result);
    RowPicture picture =
        new RowPicture(
            "The gap and its parts",
            "Points of test accuracy",
            figure.bars().stream().map(bar -> bar.label() + ": " + bar.amount()).toList(),
            figure.low(),
            figure.high());
    picture.rule(0, RowPicture.SOFT, 2);
    for (int i = 0; i < figure.bars().size(); i++) {
      GapFigure.Bar bar = figure.bars().get(i);
      picture.bar(i, bar.from(), bar.to(), part(bar.key()), 30);
      picture.bar(i, bar.whiskerLow(), bar.whiskerHigh(), RowPicture.INK, 3);
    }
    return picture.image();
  }

  private static BufferedImage biases(ControlResult result) {
    BiasFigure figure = BiasFigure.of(result);
    double reach = Math.log(figure.reach()) / Math.log(2);
    double held = Math.log(BiasFigure.HELD) / Math.log(2);
    RowPicture picture =
        new RowPicture(
            "What the recipes fix, before (diamond) and after (square) the plan",
            "Multiple of the baseline's value; shaded: held within a factor of 1.5",
            figure.rows().stream().map(BiasFigure.Row::text).toList(),
            -reach,
            reach);
    picture.ticks(power -> factor(Math.pow(2, power)));
    picture.area(-held, held, HELD);
    picture.rule(0, RowPicture.SOFT, 2);
    for (int i = 0; i < figure.rows().size(); i++) {
      BiasFigure.Row row = figure.rows().get(i);
      double changed = Math.log(row.changed()) / Math.log(2);
      double controlled = Math.log(row.controlled()) / Math.log(2);
      picture.bar(i, changed, controlled, LEFT, 3);
      picture.mark(i, changed, 0, SeriesMarkers.DIAMOND, ArmStyle.of(Arm.CHANGED).color(), 15);
      picture.mark(i, controlled, 0, SeriesMarkers.SQUARE, ArmStyle.of(Arm.CONTROLLED).color(), 15);
    }
    return picture.image();
  }

  private static BufferedImage corrections(ControlResult result) {
    EffectFigure figure = EffectFigure.of(result);
    RowPicture picture =
        new RowPicture(
            "What was tried",
            "Effect on validation accuracy, points",
            figure.rows().stream().map(EffectFigure.Row::text).toList(),
            figure.low(),
            figure.high());
    picture.rule(0, RowPicture.SOFT, 2);
    for (int i = 0; i < figure.rows().size(); i++) {
      var correction = figure.rows().get(i).correction();
      Color color = correction.kept() ? ArmStyle.of(Arm.CONTROLLED).color() : GAP;
      picture.bar(i, correction.effect().low(), correction.effect().high(), faint(color), 6);
      picture.mark(i, correction.effect().value(), 0, SeriesMarkers.CIRCLE, color, 15);
    }
    return picture.image();
  }

  private static String factor(double ratio) {
    return ratio >= 1 ? "\u00d7" + Numbers.tick(ratio, 3) : "\u00f7" + Numbers.tick(1 / ratio, 3);
  }

  private static Color part(String key) {
    return switch (key) {
      case "training" -> TRAINING;
      case "equal" -> ArmStyle.of(Arm.CHANGED).color();
      case "recovered" -> ArmStyle.of(Arm.CONTROLLED).color();
      case "left" -> LEFT;
      default -> GAP;
    };
  }

  private static Marker marker(ArmStyle style) {
    return switch (style.shape()) {
      case "diamond" -> SeriesMarkers.DIAMOND;
      case "square" -> SeriesMarkers.SQUARE;
      case "triangle-up" -> SeriesMarkers.TRIANGLE_UP;
      case "cross" -> SeriesMarkers.CROSS;
      default -> SeriesMarkers.CIRCLE;
    };
  }

  private static Color faint(Color color) {
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), 140);
  }

  private static Path save(BufferedImage image, Path file) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, "png", bytes)) {
      throw new IOException("PNG: expected a writer in every JDK, got none");
    }
    AtomicFile.write(file, ByteBuffer.wrap(bytes.toByteArray()));
    return file;
  }
}
