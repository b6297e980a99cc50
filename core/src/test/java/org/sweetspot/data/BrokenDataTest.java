package org.sweetspot.data;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;
import static org.sweetspot.data.TinyFiles.WHOLE;
import static org.sweetspot.data.TinyFiles.cifar;
import static org.sweetspot.data.TinyFiles.gzip;
import static org.sweetspot.data.TinyFiles.idx;
import static org.sweetspot.data.TinyFiles.recipe;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SplitRecipe;

/** Every file that can't be read is answered with what, expected, got and a remedy. */
class BrokenDataTest {
  private static final String IMAGES = "train-images-idx3-ubyte";
  private static final String LABELS = "train-labels.idx1-ubyte";
  private static final String TEST_IMAGES = "t10k-images.idx3-ubyte.gz";
  private static final byte[] GONE = {};

  @TempDir private Path folder;

  static Stream<Arguments> brokenIdx() throws IOException {
    byte[] packed = gzip(idx(3, 2, 3));
    byte[] damaged = packed.clone();
    damaged[damaged.length - 8] ^= 1;
    return Stream.of(
        argumentSet("missing file", IMAGES, GONE, "expected the file train-images-idx3-ubyte"),
        argumentSet(
            "wrong magic",
            IMAGES,
            new byte[] {0, 0, 9, 3, 0, 0, 0, 6},
            ", magic number: expected 0x00000801 (labels) or 0x00000803 (images), got 0x00000903"),
        argumentSet(
            "gzip without .gz",
            IMAGES,
            gzip(idx(6, 2, 3)),
            ", magic number: expected 0x00000801 (labels) or 0x00000803 (images), got packed data"
                + " (gzip)\n  fix: rename it to end in .gz, or unpack it with gunzip"),
        argumentSet(
            "a web page",
            IMAGES,
            "<!DOCTYPE html><html></html>".getBytes(ISO_8859_1),
            "got a web page, such as a server sends in its place"),
        argumentSet(
            "cut in the header",
            IMAGES,
            Arrays.copyOf(idx(6, 2, 3), 6),
            ", header: expected 4 bytes, got only 2 bytes"),
        argumentSet(
            "cut in the data",
            IMAGES,
            Arrays.copyOf(idx(6, 2, 3), 30),
            ", length of axis 2: expected at least 1, and no more than the file can hold, got 3"),
        argumentSet(
            "more data than counted",
            IMAGES,
            Arrays.copyOf(idx(6, 2, 3), 60),
            ", end: expected no more bytes than the header counts, got more"),
        argumentSet(
            "negative length",
            IMAGES,
            header(-1, 2, 3),
            ", length of axis 0: expected at least 1, and no more than the file can hold, got -1"),
        argumentSet(
            "two thousand million items",
            IMAGES,
            header(Integer.MAX_VALUE, 2, 3),
            "no more than the file can hold, got 2147483647"),
        argumentSet(
            "sizes whose product overflows",
            IMAGES,
            header(1 << 16, 1 << 16, 1 << 16),
            ", length of axis 0: expected at least 1, and no more than the file can hold, got"
                + " 65536"),
        argumentSet(
            "no items",
            IMAGES,
            header(0, 2, 3),
            ", length of axis 0: expected at least 1, and no more than the file can hold, got 0"),
        argumentSet(
            "labels for images",
            IMAGES,
            idx(6),
            ", axes: expected images x height x width, got [6]"),
        argumentSet(
            "images for labels",
            LABELS,
            idx(6, 2, 3),
            ", axes: expected one axis of labels, got [6, 2, 3]"),
        argumentSet(
            "counts that disagree",
            LABELS,
            idx(5),
            ", number of labels: expected 6 as there are images in train-images-idx3-ubyte, got 5"),
        argumentSet(
            "test images of another size",
            TEST_IMAGES,
            gzip(idx(3, 3, 2)),
            ", shape of an image: expected [1, 2, 3] as in train-images-idx3-ubyte, got [1, 3, 2]"),
        argumentSet(
            "cut gzip",
            TEST_IMAGES,
            Arrays.copyOf(packed, packed.length - 12),
            "expected intact gzip data, got Unexpected end of ZLIB input stream"),
        argumentSet(
            "cut gzip header",
            TEST_IMAGES,
            Arrays.copyOf(packed, 5),
            TEST_IMAGES + ": expected a gzip file, got "),
        argumentSet(
            "plain file named .gz",
            TEST_IMAGES,
            idx(3, 2, 3),
            TEST_IMAGES + ": expected a gzip file, got other bytes"),
        argumentSet(
            "gzip with another checksum",
            TEST_IMAGES,
            damaged,
            "expected intact gzip data, got Corrupt GZIP trailer"));
  }

  private static byte[] header(int... shape) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length);
    file.putInt(0x800 + shape.length);
    for (int length : shape) {
      file.putInt(length);
    }
    return file.array();
  }

  @ParameterizedTest
  @MethodSource
  void brokenIdx(String name, byte[] bytes, String part) throws IOException {
    TinyFiles.mnist(folder);
    if (bytes == GONE) {
      Files.delete(folder.resolve(name));
    } else {
      Files.write(folder.resolve(name), bytes);
    }
    assertRefused(new SourceRecipe.Idx(folder.toString()), WHOLE, part);
  }

  @Test
  void aMissingFolderIsNamed() {
    assertRefused(
        new SourceRecipe.Idx("nowhere"),
        WHOLE,
        folder.resolve("nowhere")
            + ": expected the file train-images-idx3-ubyte or"
            + " train-images-idx3-ubyte.gz, got no such folder",
        "check data.source.folder");
    assertRefused(new SourceRecipe.Cifar("nowhere", 10), WHOLE, "got no such folder");
    assertRefused(new SourceRecipe.Npz("no.npz"), WHOLE, "an npz file, got no such file");
    assertRefused(new SourceRecipe.Npz("."), WHOLE, "an npz file, got a folder");
    assertRefused(new SourceRecipe.Text(List.of("no"), 2), WHOLE, "a text file, got no such file");
    assertRefused(new SourceRecipe.Npz("a\0b"), WHOLE, "data.source: expected a path, got Nul");
  }

  @Test
  void brokenCifarIsRefused() throws IOException {
    SourceRecipe source = new SourceRecipe.Cifar(TinyFiles.cifar10(folder).toString(), 10);
    Path batch = folder.resolve("data_batch_3.bin");

    Files.write(batch, cifar(1, 1, 10));
    assertRefused(source, WHOLE, "data_batch_3.bin, image 1, label: expected 0 to 9, got 10");
    Files.write(batch, cifar(2, 1));
    assertRefused(
        source, WHOLE, "data_batch_3.bin: expected whole records of 3073 bytes, got 3074");
    Files.write(batch, new byte[0]);
    assertRefused(source, WHOLE, "expected whole records of 3073 bytes, got an empty file");
    Files.delete(batch);
    assertRefused(source, WHOLE, "expected the file data_batch_3.bin, got a folder without it");
    assertRefused(new SourceRecipe.Cifar(".", 100), WHOLE, "expected the file train.bin");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nan | array x, example 5, value 5: expected a finite number, got NaN",
        "infinite | array x, example 5, value 5: expected a finite number, got Inf",
        "one_class | labels: expected at least two classes, got only 0",
        "short_labels | array y: expected shape [12], a label for each example of x, or 12 rows of"
            + " numbers, got shape [11]",
        "no_labels | no_labels.npz: expected arrays x (inputs) and y (labels), x_test and y_test if"
            + " there are",
        "one_axis | array x: expected at least two axes, examples x features",
        "other_shape | array x_test: expected inputs of shape [2, 3] as in x, got [2, 2]",
        "untested | untested.npz: expected an array y_test, got the arrays x, y, x_test",
        "complex | dtype: expected float16, float32, float64, integers or bool, got '<c16'",
        "structured | dtype: expected float16, float32, float64, integers or bool, got [('a',"
            + " '<f4')",
        "object | dtype: expected float16, float32, float64, integers or bool, got '|O'",
        "text | dtype: expected float16, float32, float64, integers or bool, got '<U1'",
        "no_number | array y, example 3: expected a class number or a finite number, got NaN",
        "ragged_targets | array y_test: expected targets of shape [2] for each example, as in y"
      })
  void brokenNpz(String name, String part) throws URISyntaxException {
    Path file = TinyFiles.numpy().resolve(name + ".npz");
    assertRefused(new SourceRecipe.Npz(file.toString()), WHOLE, part);
  }

  @Test
  void damagedArchivesAreRefused() throws IOException, URISyntaxException {
    byte[] bytes = Files.readAllBytes(TinyFiles.numpy().resolve("c_little_f8.npz"));
    Path file = folder.resolve("a.npz");
    SourceRecipe source = new SourceRecipe.Npz("a.npz");

    Files.write(file, Arrays.copyOf(bytes, bytes.length - 40));
    assertRefused(source, WHOLE, "a.npz: expected a zip archive, got ");
    Files.write(file, new byte[] {1, 2, 3});
    assertRefused(source, WHOLE, "a.npz: expected a zip archive, got ");
    byte[] flipped = bytes.clone();
    flipped[300] ^= 1; // In the numbers of x.
    Files.write(file, flipped);
    assertRefused(source, WHOLE, "array x: expected intact data, got a checksum that differs");
    String text = new String(bytes, ISO_8859_1);
    Files.writeString(file, text.replace("'shape': (12, 2, 3)", "'shape': (92, 2, 3)"), ISO_8859_1);
    assertRefused(source, WHOLE, "array x, shape [92, 2, 3]: expected at most the", "got more");
    Files.writeString(file, text.replace("'shape': (12, 2, 3)", "'shape': (11, 2, 3)"), ISO_8859_1);
    assertRefused(source, WHOLE, "array x, shape [11, 2, 3]: expected 656 bytes, got 704 bytes");
    Files.writeString(file, text.replace("'descr'", "'dtype'"), ISO_8859_1);
    assertRefused(source, WHOLE, "header: expected a dictionary with descr, fortran_order and");
    Files.writeString(file, text.replace("NUMPY", "NUMPI"), ISO_8859_1);
    assertRefused(source, WHOLE, "expected NumPy's magic string \\x93NUMPY, got other bytes");
  }

  @Test
  void splitsLargerThanTheDataAreRefused() throws IOException {
    SourceRecipe digits = new SourceRecipe.Digits();
    assertRefused(
        digits,
        new SplitRecipe(1000, 500, 500, 1),
        "data.split: expected at most the 1797 examples of digits, at least one of them to train"
            + " on, got train 1000, validation 500, test 500",
        "make one of them smaller");
    assertRefused(digits, new SplitRecipe(0, 1797, 0, 1), "at least one of them to train on");
    assertRefused(
        digits,
        new SplitRecipe(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, 1),
        "at most the 1797 examples");
    SourceRecipe idx = new SourceRecipe.Idx(TinyFiles.mnist(folder).toString());
    assertRefused(
        idx,
        new SplitRecipe(0, 0, 4, 1),
        "data.split.test: expected at most the 3 examples of the test part",
        "got 4");
  }

  @Test
  void tooLittleTextIsRefused() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "abcd");
    assertRefused(
        new SourceRecipe.Text(List.of("a.txt"), 4),
        WHOLE,
        "a.txt: expected at least 6 bytes of text, not all the same, got 4 bytes",
        "take a longer text or a smaller data.source.context");
    Files.writeString(folder.resolve("a.txt"), "aaaaaaaaaaaaaaaaaaaa");
    assertRefused(new SourceRecipe.Text(List.of("a.txt"), 4), WHOLE, "not all the same");
    assertRefused(new SourceRecipe.Text(List.of("a.txt"), 1 << 30), WHOLE, "data.source.context");
  }

  private void assertRefused(SourceRecipe source, SplitRecipe split, String... parts) {
    assertThatThrownBy(() -> DataLoader.load(recipe(source, split), folder))
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll(parts)
        .hasMessageContainingAll(": expected ", ", got ", "\n  fix: ");
  }
}
