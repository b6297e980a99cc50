package org.sweetspot.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.control.ControlResult;

@Timeout(value = 20, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@Tag("heavy")
class PicturesTest {
  @TempDir Path folder = Path.of(".");

  @Test
  void paintsEveryPictureOfTheReport() throws IOException {
    List<Path> files = Pictures.write(SampleResults.ordinary(), folder.resolve("new"));

    assertThat(files.stream().map(file -> String.valueOf(file.getFileName())))
        .containsExactlyInAnyOrder(
            "accuracy.png",
            "gap.png",
            "biases.png",
            "corrections.png",
            "test-accuracy-steps.png",
            "test-accuracy-epochs.png",
            "test-loss-steps.png",
            "test-loss-epochs.png",
            "train-accuracy-steps.png",
            "train-accuracy-epochs.png",
            "train-loss-steps.png",
            "train-loss-epochs.png");
    for (Path file : files) {
      assertThat(inked(file)).as(file.toString()).isBetween(0.005, 0.6);
    }
    assertThat(colors(folder.resolve("new/gap.png"))).contains(0xd9a521, 0xc2500a, 0x0b6bb5);
    assertThat(colors(folder.resolve("new/test-loss-steps.png")))
        .contains(0x4a5568, 0xc2500a, 0x0b6bb5, 0x8a4fa0);
  }

  @Test
  void paintsWhatCanBePaintedOfEveryOtherResult() throws IOException {
    int number = 0;
    for (ControlResult result :
        List.of(OddResults.withDivergedRun(), OddResults.withoutNumbers(), OddResults.hostile())) {
      number++;
      for (Path file : Pictures.write(result, folder.resolve("result-" + number))) {
        assertThat(inked(file)).as(file.toString()).isGreaterThan(0.002);
      }
    }
  }

  private static double inked(Path file) throws IOException {
    BufferedImage image = read(file);
    long inked = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        inked += (image.getRGB(x, y) & 0xffffff) == 0xffffff ? 0 : 1;
      }
    }
    return (double) inked / ((long) image.getWidth() * image.getHeight());
  }

  private static Set<Integer> colors(Path file) throws IOException {
    BufferedImage image = read(file);
    Set<Integer> colors = new HashSet<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        colors.add(image.getRGB(x, y) & 0xffffff);
      }
    }
    return colors;
  }

  private static BufferedImage read(Path file) throws IOException {
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null) {
      throw new IOException(file + ": expected a picture");
    }
    return image;
  }
}
