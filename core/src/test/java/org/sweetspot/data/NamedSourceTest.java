package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.Wave;
import org.sweetspot.recipe.RecipeException;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.TableRecipe;

/** Files and folders are recognized by what they are, and every kind can be named. */
class NamedSourceTest {
  @TempDir private Path folder;

  private SourceRecipe of(String name) throws IOException {
    return NamedSource.of(name, folder);
  }

  private void write(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void filesAreRecognized() throws IOException, URISyntaxException {
    write("a.csv", "a,y\n1,0\n");
    write("b.TSV", "a\ty\n1\t0\n");
    write("c.bin", "PAR1 and so on");
    write("book.txt", "Once upon a time");
    Files.copy(TinyFiles.numpy().resolve("savez.npz"), folder.resolve("arrays.data"));

    assertThat(of("digits")).isEqualTo(new SourceRecipe.Digits());
    assertThat(of("a.csv")).isEqualTo(new SourceRecipe.Csv(path("a.csv")));
    assertThat(of("b.TSV")).isEqualTo(new SourceRecipe.Csv(path("b.TSV")));
    assertThat(of("c.bin")).isEqualTo(new SourceRecipe.Parquet(path("c.bin")));
    assertThat(of("book.txt")).isEqualTo(new SourceRecipe.Text(List.of(path("book.txt")), 64));
    assertThat(of("arrays.data")).isEqualTo(new SourceRecipe.Npz(path("arrays.data")));
  }

  @Test
  void foldersAreRecognized() throws IOException {
    TinyFiles.mnist(folder.resolve("mnist"));
    TinyFiles.cifar10(folder.resolve("ten"));
    write("hundred/train.bin", new byte[1]);
    Path image = folder.resolve("pets/train/cat/1.png");
    Files.createDirectories(image.getParent());
    ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
    write("words/yes/1.wav", Wave.wav(16, false, 1, 8000, 0.5));
    write("clips/1.wav", Wave.wav(16, false, 1, 8000, 0.5));
    write("clips/labels.csv", "file,label\n1.wav,yes\n");
    write("mail/spam/1.txt", "buy");

    assertThat(of("mnist")).isEqualTo(new SourceRecipe.Idx(path("mnist")));
    assertThat(of("ten")).isEqualTo(new SourceRecipe.Cifar(path("ten"), 10));
    assertThat(of("hundred")).isEqualTo(new SourceRecipe.Cifar(path("hundred"), 100));
    assertThat(of("pets"))
        .isEqualTo(
            new SourceRecipe.Images(path("pets"), List.of(), SourceRecipe.Images.Colour.AUTO));
    assertThat(of("words")).isEqualTo(new SourceRecipe.Sounds(path("words"), 0, "none"));
    assertThat(of("clips"))
        .isEqualTo(new SourceRecipe.Sounds(path("clips"), 0, path("clips/labels.csv")));
    assertThat(of("mail")).isEqualTo(new SourceRecipe.Texts(path("mail"), 0));
  }

  @Test
  void everyKindCanBeNamedBeforeAPath() throws IOException {
    for (String kind : SourceRecipe.kinds()) {
      assertThat(of(kind + ":place").kind()).isEqualTo(kind);
    }
    assertThat(of("csv:rows.data")).isEqualTo(new SourceRecipe.Csv(path("rows.data")));
  }

  @Test
  void whatARecipeSaysCanBeSaidInBraces() throws IOException {
    SourceRecipe source = of("{kind: csv, file: a.csv, ignore: [id], test: b.csv}");

    assertThat(source)
        .isEqualTo(
            new SourceRecipe.Csv(
                path("a.csv"),
                TableRecipe.AUTO,
                TableRecipe.TargetKind.AUTO,
                List.of("id"),
                TableRecipe.NONE,
                0,
                path("b.csv")));
    assertThatThrownBy(() -> of("{kind: csv, fiel: a.csv}"))
        .isInstanceOf(RecipeException.class)
        .hasMessageContaining("did you mean file?");
  }

  @Test
  void whatIsNotRecognizedIsExplained() throws IOException {
    write("y.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    write("train-images-idx3-ubyte.gz", "x");
    write("notes/a.md", "x");
    write("tables/a.csv", "x");

    assertThatThrownBy(() -> of("nowhere"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("digits, idx, cifar, npz, csv, parquet, images, sounds, texts, text")
        .hasMessageContaining("got nothing there");
    assertThatThrownBy(() -> of("y.npy")).hasMessageContaining("got a single array of NumPy");
    assertThatThrownBy(() -> of("train-images-idx3-ubyte.gz"))
        .hasMessageContaining("name the folder that its four files are in");
    assertThatThrownBy(() -> of("notes")).hasMessageContaining("a folder without such files");
    assertThatThrownBy(() -> of("tables"))
        .hasMessageContaining("name the file: " + path("tables/a.csv"));
  }

  @Test
  void theVersionOfCifarForPythonIsNamed() throws IOException {
    write("cifar-10-batches-py/data_batch_1", new byte[10]);
    write("cifar-10-batches-py/batches.meta", new byte[10]);

    SourceRecipe source = of("cifar-10-batches-py");
    assertThatThrownBy(() -> DataLoader.whole(source, folder))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("got the version for Python")
        .hasMessageContaining("cifar-10-binary.tar.gz");
  }

  @Test
  void namesOfOtherProgramsAreTranslatedInTheRemedy() {
    assertThatThrownBy(
            () ->
                NpzNames.require(
                    Path.of("m.npz"), List.of("x_train", "y_train", "x_test", "y_test")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "d = numpy.load('m.npz'); numpy.savez('renamed.npz', x=d['x_train'], y=d['y_train'],"
                + " x_test=d['x_test'], y_test=d['y_test'])");
    assertThatThrownBy(() -> NpzNames.require(Path.of("m.npz"), List.of("X", "Y")))
        .hasMessageContaining("x=d['X'], y=d['Y']");
  }

  @Test
  void numbersBeyondSinglePrecisionAreRefusedThere() throws IOException {
    write("big.csv", "a,y\n1,0\n1e300,1\n");
    DataSet data = DataLoader.whole(of("big.csv"), folder);

    Representable.require(data, org.sweetspot.vector.Precision.DOUBLE);
    assertThatThrownBy(() -> Representable.require(data, org.sweetspot.vector.Precision.FLOAT))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("input x, example 1: expected numbers up to 3.4e38")
        .hasMessageContaining("got 1.0E300")
        .hasMessageContaining("--precision double");
  }
}
