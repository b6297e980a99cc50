package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.data.InputArray.Kind;
import org.sweetspot.recipe.SourceRecipe;

/** What the arrays of an npz archive are taken for; write_npz.py writes them. */
class NpzTargetsTest {
  private static DataSet load(String name) throws URISyntaxException {
    return DataLoader.whole(new SourceRecipe.Npz(name + ".npz"), TinyFiles.numpy());
  }

  @ParameterizedTest
  @CsvSource({"real_targets, 1, 0.25", "signs, 1, 1", "half_label, 1, 1.5", "real_rows, 2, 0.25"})
  void numbersThatAreNoClassesAreRealTargets(String name, int width, double second)
      throws URISyntaxException {
    Examples examples = load(name).train();

    assertThat(examples.targets()).isInstanceOf(RealTargets.class);
    assertThat(examples.targets().perExample()).isEqualTo(width);
    assertThat(((RealTargets) examples.targets()).values().get(1)).isEqualTo(second);
  }

  @Test
  void severalLabelsThatAreZeroOrOneAreNumbers() throws URISyntaxException {
    Targets targets = load("many_labels").train().targets();

    assertThat(targets.shape()).containsExactly(2);
    assertThat(targets.outputs()).isEqualTo(2);
    assertThat(((RealTargets) targets).values().get(3)).isEqualTo(0);
    assertThat(((RealTargets) targets).values().get(1)).isEqualTo(1);
  }

  @Test
  void aSingleNegativeValueMarksWhatIsIgnored() throws URISyntaxException {
    DataSet data = load("ignored");
    ClassLabels labels = data.train().classLabels();

    assertThat(List.of(labels.get(0), labels.get(1), labels.get(2))).containsExactly(0, -1, 2);
    assertThat(labels.classes()).isEqualTo(3);
    assertThat(data.notes())
        .containsExactly("array y: -100 marks labels that count nowhere (4 of 12)");
  }

  @Test
  void whichValueMarksWhatIsIgnoredCanBeSaid() throws URISyntaxException {
    DataSet data = DataLoader.whole(new SourceRecipe.Npz("column.npz", 2), TinyFiles.numpy());
    ClassLabels labels = data.train().classLabels();

    assertThat(List.of(labels.get(0), labels.get(1), labels.get(2))).containsExactly(0, 1, -1);
    assertThat(labels.classes()).isEqualTo(2);
    assertThat(data.notes())
        .containsExactly("array y: 2 marks labels that count nowhere (4 of 12)");
  }

  @Test
  void bytesAreGivenAsTheyAreAndThatIsSaid(@TempDir Path folder) throws IOException {
    byte[] pixels = {0, (byte) 255, 7, (byte) 200};
    byte[] labels = {0, 1};
    DataSet data = whole(npz(folder, "'|u1'", pixels, "'|i1'", labels));

    assertThat(data.train().values().get(1)).isEqualTo(255);
    assertThat(data.notes())
        .containsExactly(
            "array x: bytes, given as they are, from 0 to 255 (for a module that takes 0 to 1 write"
                + " x / 255)");
    assertThat(whole(npz(folder, "'|i1'", pixels, "'|i1'", labels)).notes()).isEmpty();
  }

  @Test
  void aMarkAmongRealTargetsIsANumberAndThatIsSaid(@TempDir Path folder) throws IOException {
    ByteBuffer targets = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    targets.putDouble(0.25).putDouble(-100);
    DataSet data = whole(npz(folder, "'|i1'", new byte[4], "'<f8'", targets.array()));

    assertThat(((RealTargets) data.train().targets()).values().get(1)).isEqualTo(-100);
    assertThat(data.notes())
        .containsExactly(
            "array y: -100 is taken for a number as the others are, for the targets are no labels"
                + " (1 of 2)");
  }

  @Test
  void onlyLabelsAreToldToBeMarkedAsIgnored(@TempDir Path folder) throws IOException {
    byte[] inputs = new byte[4];
    for (double other : new double[] {1, 0.5}) {
      ByteBuffer targets = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      targets.putDouble(other).putDouble(Double.NaN);
      Path file = npz(folder, "'|i1'", inputs, "'<f8'", targets.array());
      assertThatThrownBy(() -> whole(file))
          .hasMessageContaining("example 1: expected a class number or a finite number, got NaN")
          .hasMessageContaining(other == 1 ? "write -100" : "measure in Python with a loss");
    }
  }

  private static DataSet whole(Path file) {
    return DataLoader.whole(
        new SourceRecipe.Npz(file.getFileName().toString()),
        Objects.requireNonNull(file.getParent()));
  }

  /** Two examples of two inputs. */
  private static Path npz(Path folder, String type, byte[] x, String targetType, byte[] y)
      throws IOException {
    Path file = folder.resolve("bytes.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      entry(zip, "x.npy", type, "(2, 2)", x);
      entry(zip, "y.npy", targetType, "(2,)", y);
    }
    return file;
  }

  private static void entry(
      ZipOutputStream zip, String name, String type, String shape, byte[] data) throws IOException {
    String about = "{'descr': " + type + ", 'fortran_order': False, 'shape': " + shape + ", }";
    String header = about + " ".repeat((128 - 11 - about.length() % 128) % 128) + "\n";
    zip.putNextEntry(new ZipEntry(name));
    zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    zip.write(new byte[] {(byte) header.length(), (byte) (header.length() >> 8)});
    zip.write(header.getBytes(StandardCharsets.ISO_8859_1));
    zip.write(data);
    zip.closeEntry();
  }

  @Test
  void aColumnIsOneLabelAnExample() throws URISyntaxException {
    assertThat(load("column").train().classLabels().shape()).isEmpty();
    assertThat(load("column").train().labels().get(5)).isEqualTo(2);
  }

  @Test
  void textsAreClassesInSortedOrder() throws URISyntaxException {
    DataSet data = load("bird_cat_dog");

    assertThat(data.train().classLabels().names()).containsExactly("bird", "cat", "dog");
    assertThat(data.train().labels().get(0)).isEqualTo(2);
    assertThat(data.train().labels().get(1)).isEqualTo(0);
    assertThat(data.test().labels().get(11)).isEqualTo(1);
    assertThat(data.notes())
        .containsExactly("array y: texts, taken for 3 classes in sorted order: bird, cat, dog");
  }

  @Test
  void tokensHaveLabelsAndMasksBesideThem() throws URISyntaxException {
    Examples examples = load("tokens").train();

    assertThat(examples.inputs()).extracting(InputArray::name).containsExactly("x", "mask");
    assertThat(examples.inputs())
        .extracting(InputArray::kind)
        .containsExactly(Kind.WHOLE, Kind.TRUTH);
    assertThat(examples.inputs().get(1).values().get(4)).isEqualTo(1);
    assertThat(examples.classLabels().shape()).containsExactly(2);
    assertThat(examples.classLabels().classes()).isEqualTo(4);
    assertThat(examples.labels().get(4)).isEqualTo(ClassLabels.IGNORED);
  }

  @Test
  void aSingleClassCanBeMeasured() throws URISyntaxException {
    assertThat(load("one_class").train().classes()).isEqualTo(1);
  }

  @Test
  void textsBesideNumbersAreRefused() {
    assertThatThrownBy(
            () -> new ClassLabels(java.nio.IntBuffer.allocate(2), List.of(), 2, List.of()))
        .hasMessageContaining("direct memory");
    assertThatThrownBy(() -> load("no_number").train().targets())
        .hasMessageContaining("write -100 for labels that are to be ignored");
  }
}
