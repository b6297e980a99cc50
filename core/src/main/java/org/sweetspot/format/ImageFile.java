package org.sweetspot.format;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A PNG, JPEG or BMP file as numbers from 0 to 255: samples as they are stored, without correcting
 * for gamma or turning as a camera's note says. Samples of 16 bits are divided by 257. Transparency
 * is dropped, as PIL's {@code convert("RGB")} does.
 */
public final class ImageFile {
  /** The most pixels, so that a small file can't claim all memory. */
  private static final long MOST_PIXELS = 1L << 25;

  private static final String DAMAGED = "the file is cut off or damaged: copy it anew or remove it";

  private final Path file;
  private final int height;
  private final int width;
  private final int channels;

  private ImageFile(Path file, int height, int width, int channels) {
    this.file = file;
    this.height = height;
    this.width = width;
    this.channels = channels;
  }

  /** Whether a name ends as those of images that can be read do. */
  public static boolean isOne(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".png")
        || lower.endsWith(".jpg")
        || lower.endsWith(".jpeg")
        || lower.endsWith(".bmp");
  }

  /** Whether a name ends as those of images that can't be read do. */
  public static boolean isForeign(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".webp")
        || lower.endsWith(".gif")
        || lower.endsWith(".tif")
        || lower.endsWith(".tiff")
        || lower.endsWith(".heic")
        || lower.endsWith(".avif")
        || lower.endsWith(".svg");
  }

  /**
   * Reads the size, not the pixels.
   *
   * @throws FormatException if it is no image that can be read
   */
  public static ImageFile open(Path file) throws IOException {
    return read(
        file,
        reader -> {
          int height = reader.getHeight(0);
          int width = reader.getWidth(0);
          if (height < 1 || width < 1 || (long) height * width > MOST_PIXELS) {
            throw new FormatException(
                file.toString(),
                "an image of at most " + MOST_PIXELS + " pixels",
                height + " x " + width,
                "make it smaller or remove it");
          }
          boolean grey =
              reader.getRawImageType(0) != null
                  && isGrey(reader.getRawImageType(0).getColorModel());
          return new ImageFile(file, height, width, grey ? 1 : 3);
        });
  }

  /** Reads with the decoder of a file, which may fail. */
  @FunctionalInterface
  private interface Reading<T> {
    T run(ImageReader reader) throws IOException;
  }

  private static <T> T read(Path file, Reading<T> reading) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(), "an image", "no such file", "check the spelling and the folder");
    }
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw new FormatException(
            file.toString(),
            "an image in PNG, JPEG or BMP",
            Files.size(file) == 0 ? "an empty file" : "other bytes",
            DAMAGED);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, true);
        return reading.run(reader);
      } finally {
        reader.dispose();
      }
    } catch (FormatException known) {
      throw known;
    } catch (IOException | RuntimeException broken) {
      // The decoders answer damaged files with exceptions of every kind.
      FormatException refused =
          new FormatException(
              file.toString(),
              "an image that can be decoded",
              broken.getMessage() == null ? broken.toString() : broken.getMessage(),
              DAMAGED + ", or save it again as PNG in RGB");
      refused.initCause(broken);
      throw refused;
    }
  }

  private static boolean isGrey(ColorModel colours) {
    if (colours instanceof IndexColorModel table) {
      for (int i = 0; i < table.getMapSize(); i++) {
        if (table.getRed(i) != table.getGreen(i) || table.getRed(i) != table.getBlue(i)) {
          return false;
        }
      }
      return true;
    }
    return colours.getColorSpace().getType() == ColorSpace.TYPE_GRAY;
  }

  /** Rows of pixels. */
  public int height() {
    return height;
  }

  /** Columns of pixels. */
  public int width() {
    return width;
  }

  /** 1 for grey, 3 for colours. */
  public int channels() {
    return channels;
  }

  /**
   * The pixels.
   *
   * @param wanted 1 for grey (of a coloured image 0.299 red + 0.587 green + 0.114 blue), 3 for red,
   *     green and blue
   * @return channels x height x width
   */
  public double[] pixels(int wanted) throws IOException {
    BufferedImage image = read(file, reader -> reader.read(0));
    if (image.getHeight() != height || image.getWidth() != width) {
      throw new FormatException(
          file.toString(), height + " x " + width, "another size", "copy it anew");
    }
    double[] result = new double[Math.multiplyExact(wanted, height * width)];
    int area = height * width;
    double[] colour = new double[3];
    Samples samples = new Samples(image);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        samples.at(x, y, colour);
        int at = y * width + x;
        if (wanted == 1) {
          result[at] =
              channels == 1 ? colour[0] : 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2];
        } else {
          result[at] = colour[0];
          result[area + at] = colour[1];
          result[2 * area + at] = colour[2];
        }
      }
    }
    return result;
  }

  /** Red, green and blue of each pixel, without the conversions between colour spaces. */
  private static final class Samples {
    private final BufferedImage image;
    private final Raster raster;
    private final boolean direct;
    private final double[] most = new double[3];
    private final int bands;

    Samples(BufferedImage image) {
      this.image = image;
      this.raster = image.getRaster();
      ColorModel colours = image.getColorModel();
      int type = colours.getColorSpace().getType();
      this.bands = raster.getNumBands() < 3 ? 1 : 3;
      // Palettes and packed pixels are looked up.
      this.direct =
          !(colours instanceof IndexColorModel)
              && (type == ColorSpace.TYPE_GRAY || type == ColorSpace.TYPE_RGB)
              && raster.getSampleModel().getNumBands() == colours.getNumComponents();
      for (int k = 0; k < most.length; k++) {
        int bits = raster.getSampleModel().getSampleSize(bands == 1 ? 0 : k);
        most[k] = (1L << bits) - 1;
      }
    }

    void at(int x, int y, double[] colour) {
      if (direct) {
        for (int k = 0; k < 3; k++) {
          colour[k] = raster.getSampleDouble(x, y, bands == 1 ? 0 : k) * 255 / most[k];
        }
      } else {
        int packed = image.getRGB(x, y);
        colour[0] = packed >> 16 & 0xff;
        colour[1] = packed >> 8 & 0xff;
        colour[2] = packed & 0xff;
      }
    }
  }
}
