package org.sweetspot.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sweetspot.data.TinyFiles.WHOLE;
import static org.sweetspot.data.TinyFiles.recipe;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.AugmentationRecipe;
import org.sweetspot.recipe.DataRecipe;
import org.sweetspot.recipe.ScalingRecipe;
import org.sweetspot.recipe.SourceRecipe;
import org.sweetspot.recipe.SplitRecipe;
import org.sweetspot.vector.Precision;

class DataLoaderTest {
  private static final SourceRecipe DIGITS = new SourceRecipe.Digits();

  @TempDir private Path folder;

  @Test
  void theDigitsShipWithTheProgram() {
    DataSet digits = DataLoader.load(recipe(DIGITS, new SplitRecipe(1000, 297, 500, 7)), folder);

    assertThat(digits.name()).isEqualTo("digits");
    assertThat(digits.text()).isFalse();
    assertThat(digits.train().shape()).containsExactly(1, 8, 8);
    assertThat(digits.train().classes()).isEqualTo(10);
    assertThat(counts(digits)).containsExactly(1000, 297, 500);
    assertThat(values(digits.train())).allMatch(value -> value >= 0 && value <= 1).contains(1f);
    assertThat(digits.train().values().precision()).isEqualTo(Precision.FLOAT);
    assertThat(digits.train().values().memory().isDirect()).isTrue();
  }

  @Test
  void splitsShareNoExampleAndTogetherAreAll() {
    DataSet digits = DataLoader.load(recipe(DIGITS, new SplitRecipe(0, 300, 0, 1)), folder);

    Set<List<Float>> seen = new HashSet<>();
    for (Split split : Split.values()) {
      seen.addAll(rows(digits.examples(split)));
    }
    // No two of the digits are equal, so one in two splits would leave fewer different ones.
    assertThat(seen).hasSize(1797);
    assertThat(counts(digits)).containsExactly(1797 - 300 - 359, 300, 359);
  }

  @Test
  void zeroTakesAllThatAreLeft() {
    assertThat(counts(DataLoader.load(recipe(DIGITS, new SplitRecipe(500, 97, 0, 1)), folder)))
        .containsExactly(500, 97, 1200);
    assertThat(counts(DataLoader.load(recipe(DIGITS, new SplitRecipe(0, 97, 700, 1)), folder)))
        .containsExactly(1000, 97, 700);
  }

  @Test
  void theDrawDependsOnItsSeedAlone() {
    DataSet one = DataLoader.load(recipe(DIGITS, new SplitRecipe(500, 10, 100, 1)), folder);
    DataSet again = DataLoader.load(recipe(DIGITS, new SplitRecipe(500, 10, 100, 1)), Path.of("/"));
    DataSet other = DataLoader.load(recipe(DIGITS, new SplitRecipe(500, 10, 100, 2)), folder);

    assertThat(again.hash()).isEqualTo(one.hash()).hasSize(64);
    assertThat(other.hash()).isNotEqualTo(one.hash());
    assertThat(rows(again.train())).isEqualTo(rows(one.train()));
    assertThat(rows(other.train())).isNotEqualTo(rows(one.train()));
  }

  @Test
  void theHashSeesInputsLabelsAndSplits() throws IOException {
    SourceRecipe source = new SourceRecipe.Idx(TinyFiles.mnist(folder).toString());
    Set<String> hashes = new HashSet<>();
    hashes.add(DataLoader.load(recipe(source, WHOLE), folder).hash());
    hashes.add(DataLoader.load(recipe(source, new SplitRecipe(5, 1, 0, 1)), folder).hash());
    byte[] labels = TinyFiles.idx(6);
    labels[8] = 2;
    Files.write(folder.resolve("train-labels.idx1-ubyte"), labels);
    hashes.add(DataLoader.load(recipe(source, WHOLE), folder).hash());
    byte[] images = TinyFiles.idx(6, 2, 3);
    images[images.length - 1]++;
    Files.write(folder.resolve("train-images-idx3-ubyte"), images);
    hashes.add(DataLoader.load(recipe(source, WHOLE), folder).hash());
    assertThat(hashes).hasSize(4);
  }

  @Test
  void inputsAreScaledAsTheRecipeSays() throws IOException {
    TinyFiles.mnist(folder.resolve("images"));
    DataRecipe scaled =
        new DataRecipe(
            new SourceRecipe.Idx("images"),
            WHOLE,
            new ScalingRecipe(0.25, 0.5),
            AugmentationRecipe.NONE);

    Examples test = DataLoader.load(scaled, folder).test();

    for (int i = 0; i < 18; i++) {
      assertThat(test.values().get(i)).isEqualTo((float) ((i / 255.0 - 0.25) / 0.5));
    }
  }

  @Test
  void idxFilesMayBePlainOrGzippedUnderBothSpellings() throws IOException {
    TinyFiles.mnist(folder.resolve("images"));

    DataSet data =
        DataLoader.load(
            recipe(new SourceRecipe.Idx("images"), new SplitRecipe(4, 1, 2, 3)), folder);

    assertThat(counts(data)).containsExactly(4, 1, 2);
    assertThat(data.train().shape()).containsExactly(1, 2, 3);
    assertThat(data.train().classes()).isEqualTo(3);
    for (Split split : List.of(Split.TRAIN, Split.VALIDATION)) {
      for (List<Float> row : rows(data.examples(split))) {
        // Pixels count up from 6 i, and label i is i mod 3: each label stays with its image.
        assertThat(Math.round(row.get(0) * 255) / 6 % 3).isEqualTo(row.get(6).intValue());
      }
    }
  }

  @Test
  void bothVersionsOfCifarAreRead() throws IOException {
    DataSet ten =
        DataLoader.load(
            recipe(new SourceRecipe.Cifar(TinyFiles.cifar10(folder).toString(), 10), WHOLE),
            folder);
    assertThat(counts(ten)).containsExactly(10, 0, 1);
    assertThat(ten.train().shape()).containsExactly(3, 32, 32);
    assertThat(ten.train().classes()).isEqualTo(10);
    for (List<Float> row : rows(ten.train())) {
      assertThat(Math.round(row.get(0) * 255)).isEqualTo(row.get(3072).intValue());
    }

    Files.write(folder.resolve("train.bin"), TinyFiles.cifar(2, 99, 3));
    Files.write(folder.resolve("test.bin"), TinyFiles.cifar(2, 98));
    DataSet hundred =
        DataLoader.load(recipe(new SourceRecipe.Cifar(folder.toString(), 100), WHOLE), folder);
    assertThat(counts(hundred)).containsExactly(2, 0, 1);
    assertThat(hundred.test().labels().get(0)).isEqualTo(98);
    assertThat(hundred.train().classes()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c_little_f4",
        "c_big_f4",
        "c_little_f8",
        "c_big_f8",
        "fortran",
        "deflated",
        "savez",
        "savez_compressed"
      })
  void npzFilesOfEveryLayoutAreRead(String name) throws URISyntaxException {
    DataSet data =
        DataLoader.load(
            recipe(new SourceRecipe.Npz(name + ".npz"), new SplitRecipe(9, 1, 2, 1)),
            TinyFiles.numpy());

    assertThat(data.train().shape()).containsExactly(2, 3);
    assertThat(data.train().classes()).isEqualTo(3);
    Set<Integer> seen = new HashSet<>();
    for (Split split : Split.values()) {
      for (List<Float> row : rows(data.examples(split))) {
        int example = Math.round((row.get(0) + 3) * 4) / 6;
        for (int i = 0; i < 6; i++) {
          assertThat(row.get(i)).isEqualTo((example * 6 + i) / 4f - 3);
        }
        assertThat(row.get(6)).isEqualTo(example % 3);
        seen.add(example);
      }
    }
    assertThat(seen).hasSize(12);
  }

  @Test
  void doublePrecisionIsKept() throws URISyntaxException {
    Examples wide =
        DataLoader.load(recipe(new SourceRecipe.Npz("c_little_f8.npz"), WHOLE), TinyFiles.numpy())
            .train();
    Examples scaled =
        DataLoader.load(
                new DataRecipe(
                    new SourceRecipe.Npz("c_little_f8.npz"),
                    WHOLE,
                    new ScalingRecipe(0, 3),
                    AugmentationRecipe.NONE),
                TinyFiles.numpy())
            .train();

    assertThat(wide.values().precision()).isEqualTo(Precision.DOUBLE);
    for (int i = 0; i < wide.values().size(); i++) {
      assertThat(scaled.values().get(i)).isEqualTo(wide.values().get(i) / 3);
    }
  }

  @Test
  void npzMayHaveATestPartBytesOrTruthValues() throws URISyntaxException {
    Path numpy = TinyFiles.numpy();
    DataSet tested = DataLoader.load(recipe(new SourceRecipe.Npz("tested.npz"), WHOLE), numpy);
    assertThat(counts(tested)).containsExactly(8, 0, 4);
    assertThat(tested.test().values().get(0)).isEqualTo(9f);
    DataSet bytes = DataLoader.load(recipe(new SourceRecipe.Npz("bytes.npz"), WHOLE), numpy);
    assertThat(values(bytes.train())).allMatch(value -> value == Math.rint(value)).hasSize(60);
    DataSet truth = DataLoader.load(recipe(new SourceRecipe.Npz("truth.npz"), WHOLE), numpy);
    assertThat(truth.train().classes()).isEqualTo(2);
  }

  @Test
  void textBecomesTokensAndTheirSuccessors() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "abracad");
    Files.writeString(folder.resolve("b.txt"), "abrabracadabra");
    DataSet text =
        DataLoader.load(recipe(new SourceRecipe.Text(List.of("a.txt", "b.txt"), 4), WHOLE), folder);

    String all = "abracadabrabracadabra";
    assertThat(text.text()).isTrue();
    assertThat(text.train().classes()).isEqualTo(5);
    assertThat(text.train().shape()).containsExactly(4);
    // 21 bytes: the last two are the test part, too few for a stretch of 4 and its successor.
    assertThat(counts(text)).containsExactly(4, 0, 0);
    Set<String> stretches = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      StringBuilder stretch = new StringBuilder();
      for (int j = 0; j < 4; j++) {
        stretch.append("abcdr".charAt((int) text.train().values().get(i * 4 + j)));
      }
      stretch.append("abcdr".charAt(text.train().labels().get(i * 4 + 3)));
      assertThat(text.train().labels().get(i * 4)).isEqualTo("abcdr".indexOf(stretch.charAt(1)));
      stretches.add(stretch.toString());
    }
    assertThat(stretches)
        .containsExactlyInAnyOrder(
            all.substring(0, 5), all.substring(4, 9), all.substring(8, 13), all.substring(12, 17));
  }

  private static List<Integer> counts(DataSet data) {
    return List.of(data.train().count(), data.validation().count(), data.test().count());
  }

  private static List<Float> values(Examples examples) {
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < examples.values().size(); i++) {
      values.add((float) examples.values().get(i));
    }
    return values;
  }

  /** Each example's inputs, then its label. */
  private static List<List<Float>> rows(Examples examples) {
    List<List<Float>> rows = new ArrayList<>();
    int size = examples.inputSize();
    for (int i = 0; i < examples.count(); i++) {
      List<Float> row = new ArrayList<>();
      for (int j = 0; j < size; j++) {
        row.add((float) examples.values().get(i * size + j));
      }
      row.add((float) examples.labels().get(i));
      rows.add(row);
    }
    return rows;
  }
}
