package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.Wave;
import org.sweetspot.recipe.SourceRecipe.Images;
import org.sweetspot.recipe.SourceRecipe.Images.Colour;
import org.sweetspot.recipe.SourceRecipe.Sounds;
import org.sweetspot.recipe.SourceRecipe.Texts;

/** Images, sounds and texts in a folder for each class. */
class ClassFoldersTest {
  private static final Offset<Double> CLOSE = Offset.offset(1e-6);

  @TempDir private Path folder;

  private void image(String name, int height, int width, int red, int green) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < height * width; i++) {
      image.setRGB(i % width, i / width, red << 16 | green << 8);
    }
    write(name, image);
  }

  private void write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, "png", file.toFile())).isTrue();
  }

  private static Images images(Integer... size) {
    return new Images(".", List.of(size), Colour.AUTO);
  }

  @Test
  void foldersAreClassesInSortedOrder() throws IOException {
    image("dog/b.png", 2, 3, 255, 0);
    image("cat/a.png", 2, 3, 0, 51);
    image("dog/.hidden.png", 9, 9, 0, 0);
    Files.writeString(folder.resolve("dog/notes.md"), "no image");

    DataSet data = DataLoader.whole(images(), folder);

    assertThat(data.train().shape()).containsExactly(3, 2, 3);
    assertThat(data.train().classLabels().names()).containsExactly("cat", "dog");
    assertThat(data.train().labels().get(0)).isZero();
    assertThat(data.train().labels().get(1)).isEqualTo(1);
    assertThat(data.train().values().get(6)).isCloseTo(0.2, CLOSE);
    assertThat(data.train().values().get(18)).isEqualTo(1);
    assertThat(data.notes())
        .containsExactly(
            "2 classes, numbered in the order of their folders' names: cat, dog",
            "2 images as red, green and blue from 0 to 1");
  }

  @Test
  void foldersTrainAndTestAreTheParts() throws IOException {
    image("train/a/1.png", 2, 2, 10, 0);
    image("train/b/1.png", 2, 2, 20, 0);
    image("val/b/1.png", 2, 2, 30, 0);
    image("val/c/1.png", 2, 2, 40, 0);

    DataSet data = DataLoader.whole(images(), folder);

    assertThat(data.train().count()).isEqualTo(2);
    assertThat(data.test().count()).isEqualTo(2);
    assertThat(data.test().classes()).isEqualTo(3);
    assertThat(data.test().labels().get(1)).isEqualTo(2);
  }

  @Test
  void greyImagesHaveOneChannelAndSizesAgreeOrAreMade() throws IOException {
    BufferedImage grey = new BufferedImage(4, 2, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSamples(0, 0, 4, 2, 0, new int[] {0, 255, 51, 51, 255, 0, 51, 51});
    write("a/1.png", grey);
    write("b/1.png", new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY));

    assertThatThrownBy(() -> DataLoader.whole(images(), folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("expected an image of 2 x 4 pixels as 1.png is, got 2 x 2 pixels")
        .hasMessageContaining("data.source.size: [2, 4]");

    DataSet data = DataLoader.whole(images(1, 2), folder);
    assertThat(data.train().shape()).containsExactly(1, 1, 2);
    // Weights 1/8, 3/8, 3/8, 1/8 of the triangle, without the part that the border cuts off.
    assertThat(data.train().values().get(1)).isCloseTo((0.5 * 1 + 0.2 * 6) / 7, CLOSE);
  }

  @Test
  void resizingIsTheTriangleFilter() {
    double[] two = {1, 3};
    assertThat(Resampling.resized(two, 1, 1, 2, 1, 1)).containsExactly(2);
    assertThat(Resampling.resized(two, 1, 1, 2, 1, 4)).containsExactly(1, 1.5, 2.5, 3);
    assertThat(Resampling.resized(two, 2, 1, 1, 2, 1)).containsExactly(1, 1, 3, 3);
    double[] flat = Resampling.resized(new double[35], 1, 5, 7, 3, 11);
    assertThat(flat).hasSize(33).containsOnly(0);
  }

  @Test
  void whatIsNoImageIsRefused() throws IOException {
    image("a/1.png", 2, 2, 1, 1);
    Files.writeString(folder.resolve("a/2.webp"), "RIFF");
    assertThatThrownBy(() -> DataLoader.whole(images(), folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("2.webp: expected images (.png, .jpg, .jpeg, .bmp), got a file of");
    Files.delete(folder.resolve("a/2.webp"));
    Files.writeString(folder.resolve("a/2.png"), "<html>");
    assertThatThrownBy(() -> DataLoader.whole(images(), folder))
        .hasMessageContaining("2.png: expected an image in PNG, JPEG or BMP, got other bytes");
    assertThatThrownBy(() -> DataLoader.whole(new Images("nowhere", List.of(), Colour.RGB), folder))
        .hasMessageContaining("got no such folder");
    assertThatThrownBy(() -> DataLoader.whole(images(), folder.resolve("a")))
        .hasMessageContaining("got no folder in it");
  }

  private void sound(String name, int rate, double... wave) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, Wave.wav(16, false, 1, rate, wave));
  }

  @Test
  void soundsAreSignalsOfOneLength() throws IOException {
    sound("no/1.wav", 8000, 0.5, 0.25, -1);
    sound("yes/1.wav", 8000, 0.125);

    assertThatThrownBy(() -> DataLoader.whole(new Sounds(".", 0, "none"), folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got 1 to 3 samples")
        .hasMessageContaining("samples: 3");

    DataSet data = DataLoader.whole(new Sounds(".", 2, "none"), folder);
    assertThat(data.train().shape()).containsExactly(1, 2);
    assertThat(data.train().values().get(1)).isEqualTo(0.25);
    assertThat(data.train().values().get(2)).isEqualTo(0.125);
    assertThat(data.train().values().get(3)).isZero();
    assertThat(data.notes().get(1))
        .isEqualTo(
            "2 sounds of 2 samples, 8000.0 a second, channels mixed to their mean; longer ones are"
                + " cut at their end; shorter ones are followed by zeros");

    sound("yes/2.wav", 16000, 0.125);
    assertThatThrownBy(() -> DataLoader.whole(new Sounds(".", 2, "none"), folder))
        .hasMessageContaining("expected 8000.0 samples a second");
  }

  @Test
  void aTableNamesTheLabelsOfSounds() throws IOException {
    sound("b.wav", 8000, 0.5);
    sound("a.wav", 8000, 0.25);
    Files.writeString(folder.resolve("labels.csv"), "file,label\nb.wav,yes\na.wav,no\n");

    DataSet data = DataLoader.whole(new Sounds(".", 0, "labels.csv"), folder);

    assertThat(data.train().values().get(0)).isEqualTo(0.5);
    assertThat(data.train().labels().get(0)).isEqualTo(1);
    assertThat(data.train().classLabels().names()).containsExactly("no", "yes");

    Files.writeString(folder.resolve("labels.csv"), "file,label\nb.wav,yes\nc.wav,no\n");
    assertThatThrownBy(() -> DataLoader.whole(new Sounds(".", 0, "labels.csv"), folder))
        .hasMessageContaining("c.wav: expected a WAV file, got no such file");
    Files.writeString(folder.resolve("labels.csv"), "wave,label\nb.wav,yes\n");
    assertThatThrownBy(() -> DataLoader.whole(new Sounds(".", 0, "labels.csv"), folder))
        .hasMessageContaining("a column of texts with the name file");
  }

  @Test
  void textsAreBytesWithAMask() throws IOException {
    Files.createDirectories(folder.resolve("neg"));
    Files.createDirectories(folder.resolve("pos"));
    Files.writeString(folder.resolve("neg/1.txt"), "bad");
    Files.writeString(folder.resolve("pos/1.txt"), "ok");

    DataSet data = DataLoader.whole(new Texts(".", 0), folder);

    assertThat(data.train().shape()).containsExactly(3);
    assertThat(data.train().values().get(3)).isEqualTo('o' + 1);
    assertThat(data.train().values().get(5)).isZero();
    assertThat(data.train().inputs().get(1).values().get(5)).isZero();
    assertThat(data.train().inputs().get(1).values().get(4)).isEqualTo(1);
    assertThat(DataLoader.whole(new Texts(".", 2), folder).train().shape()).containsExactly(2);
  }
}
