package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Images that the JDK wrote come back sample by sample. */
class ImageFileTest {
  private static final int CASES = 2000;
  private static final int HEIGHT = 3;
  private static final int WIDTH = 4;

  @TempDir private Path folder;

  private Path write(BufferedImage image, String kind) throws IOException {
    Path file = folder.resolve("image." + kind);
    assertThat(ImageIO.write(image, kind, file.toFile())).isTrue();
    return file;
  }

  private static int red(int x, int y) {
    return 10 * (y * WIDTH + x);
  }

  private static BufferedImage coloured(int type) {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int red = red(x, y);
        image.setRGB(x, y, 0xff << 24 | red << 16 | (255 - red) << 8 | 2 * x);
      }
    }
    return image;
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_4BYTE_ABGR})
  void coloursKeepTheirNumbers(int type) throws IOException {
    ImageFile file = ImageFile.open(write(coloured(type), "png"));

    assertThat(List.of(file.height(), file.width(), file.channels()))
        .containsExactly(HEIGHT, WIDTH, 3);
    double[] pixels = file.pixels(3);
    double[] grey = file.pixels(1);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int at = y * WIDTH + x;
        int red = red(x, y);
        assertThat(pixels[at]).isEqualTo(red);
        assertThat(pixels[12 + at]).isEqualTo(255 - red);
        assertThat(pixels[24 + at]).isEqualTo(2 * x);
        assertThat(grey[at]).isEqualTo(0.299 * red + 0.587 * (255 - red) + 0.114 * 2 * x);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
  void greyKeepsItsNumbersWithoutGamma(int type) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, type);
    int unit = type == BufferedImage.TYPE_BYTE_GRAY ? 1 : 257;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      image.getRaster().setSample(i % WIDTH, i / WIDTH, 0, 20 * i * unit);
    }

    ImageFile file = ImageFile.open(write(image, "png"));

    assertThat(file.channels()).isEqualTo(1);
    double[] pixels = file.pixels(1);
    double[] colours = file.pixels(3);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      assertThat(pixels[i]).isCloseTo(20 * i, org.assertj.core.data.Offset.offset(1e-12));
      assertThat(colours[24 + i]).isEqualTo(pixels[i]);
    }
  }

  @Test
  void bandsOfDifferentWidthsEachReachTheFullRange() throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_565_RGB);
    image.getRaster().setPixel(0, 0, new int[] {31, 63, 0});

    double[] pixels = ImageFile.open(write(image, "bmp")).pixels(3);

    assertThat(List.of(pixels[0], pixels[12], pixels[24])).containsExactly(255.0, 255.0, 0.0);
  }

  @Test
  void palettesAreLookedUp() throws IOException {
    byte[] red = {0, (byte) 200};
    byte[] green = {0, 100};
    byte[] blue = {50, 0};
    BufferedImage image =
        new BufferedImage(
            WIDTH,
            HEIGHT,
            BufferedImage.TYPE_BYTE_INDEXED,
            new IndexColorModel(8, 2, red, green, blue));
    image.getRaster().setSample(1, 0, 0, 1);

    ImageFile file = ImageFile.open(write(image, "png"));

    assertThat(file.channels()).isEqualTo(3);
    double[] pixels = file.pixels(3);
    assertThat(List.of(pixels[0], pixels[1], pixels[13], pixels[24]))
        .containsExactly(0.0, 200.0, 100.0, 50.0);
  }

  @Test
  void photographsAreReadNearly() throws IOException {
    BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 256; i++) {
      image.setRGB(i % 16, i / 16, 200 << 16 | 100 << 8 | 50);
    }

    ImageFile file = ImageFile.open(write(image, "jpg"));

    assertThat(file.channels()).isEqualTo(3);
    double[] pixels = file.pixels(3);
    assertThat(pixels[0]).isBetween(197.0, 203.0);
    assertThat(pixels[256]).isBetween(97.0, 103.0);
    assertThat(pixels[512]).isBetween(47.0, 53.0);

    BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 16, 16, 0, constant(256, 90));
    ImageFile greyFile = ImageFile.open(write(grey, "jpg"));
    assertThat(greyFile.channels()).isEqualTo(1);
    assertThat(greyFile.pixels(1)[0]).isBetween(88.0, 92.0);
  }

  private static int[] constant(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path file = Files.writeString(folder.resolve("x.png"), "<!DOCTYPE html>");
    assertThatThrownBy(() -> ImageFile.open(file))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("expected an image in PNG, JPEG or BMP, got other bytes");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> ImageFile.open(file)).hasMessageContaining("got an empty file");
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    RandomStream stream = new Seed(13).stream("test/images");
    List<byte[]> files =
        List.of(
            Files.readAllBytes(write(coloured(BufferedImage.TYPE_INT_RGB), "png")),
            Files.readAllBytes(write(coloured(BufferedImage.TYPE_INT_RGB), "jpg")),
            Files.readAllBytes(write(coloured(BufferedImage.TYPE_INT_RGB), "bmp")));
    Path file = folder.resolve("damaged");
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] whole = files.get(stream.nextInt(files.size()));
      Files.write(file, Damage.of(whole, 40, stream));
      try {
        ImageFile image = ImageFile.open(file);
        if (image.height() * image.width() < 1 << 20) {
          assertThat(image.pixels(image.channels())).hasSizeGreaterThan(0);
        }
      } catch (FormatException expected) {
        assertThat(expected.remedy()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isBetween(CASES / 10, CASES - 1);
  }
}
