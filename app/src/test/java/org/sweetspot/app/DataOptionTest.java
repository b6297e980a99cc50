package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpzFile;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code --data} takes what a recipe's {@code data.source} takes, by the same names. */
class DataOptionTest {
  private static final int FEATURES = 6;

  @TempDir private Path folder = Path.of(".");

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(DataOptionTest.class.getResource("measured/" + name)).toURI());
  }

  private Program measure(String data, String... more) throws URISyntaxException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("measure", resource("model.pt").toString(), "--data", data));
    words.addAll(List.of("--measures", "loss", "--precision", "double", "--threads", "1"));
    words.addAll(List.of("--json", folder.resolve("out.json").toString()));
    words.addAll(List.of(more));
    return Program.run(words.toArray(String[]::new));
  }

  private JsonNode value() throws IOException {
    JsonNode result = JsonMapper.shared().readTree(folder.resolve("out.json").toFile());
    return result.get("measures").get(0).get("value");
  }

  /** The rows of data.npz as a table, with a column that is no feature. */
  private Path table() throws IOException, URISyntaxException {
    StringBuilder text = new StringBuilder("id,a,b,c,d,e,f,species\n");
    try (NpzFile archive = NpzFile.open(resource("data.npz"));
        NpyReader inputs = archive.array("x");
        NpyReader labels = archive.array("y")) {
      double[] x = inputs.all();
      double[] y = labels.all();
      for (int i = 0; i < y.length; i++) {
        text.append("row").append(i);
        for (int k = 0; k < FEATURES; k++) {
          text.append(',').append(x[i * FEATURES + k]);
        }
        text.append(",class ").append((int) y[i]).append('\n');
      }
    }
    return Files.writeString(folder.resolve("rows.csv"), text);
  }

  @Test
  void theSameRowsAsATableGiveTheSameNumbers() throws IOException, URISyntaxException {
    assertThat(measure(resource("data.npz").toString()).code()).isZero();
    JsonNode arrays = value();
    Path table = table();

    Program program = measure("{kind: csv, file: " + table + ", ignore: [id], target: species}");

    assertThat(program.err()).doesNotContain("expected");
    assertThat(value()).isEqualTo(arrays);
    assertThat(program.out().replaceAll("\\s+", " "))
        .contains("target species: 3 classes, texts in sorted order: class 0, class 1, class 2")
        .contains("6 features: 6 columns of numbers; left out: id");
    assertThat(measure("csv:" + table, "--target", "species").err())
        .contains("column id: expected numbers, or at most 64 different texts")
        .contains("data.source.ignore: [id]");
  }

  @Test
  void aModuleWhoseOutputsAreNotFiniteIsRefusedWithTheExample()
      throws IOException, URISyntaxException {
    Path file =
        Files.writeString(
            folder.resolve("large.csv"),
            "a,b,c,d,e,f,y\n1,2,3,4,5,6,0\n3e38,3e38,3e38,-3e38,3e38,3e38,2\n");

    Program program =
        Program.run("measure", resource("model.pt").toString(), "--data", file.toString());

    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err())
        .contains("example 1: expected finite outputs, and so a finite loss, got a loss of ")
        .contains("fix: scale the inputs as in training");
  }

  @Test
  void aTargetIsForTablesOnly() throws URISyntaxException {
    Program program = measure("digits", "--target", "species");

    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err())
        .contains("--target species: expected a table, in CSV or Parquet, as --data, got data of")
        .contains("leave --target out");
  }

  @Test
  void whatIsNoDataIsRefusedWithTheKindsThereAre() throws URISyntaxException {
    Program program = measure(folder.resolve("nowhere").toString());

    assertThat(program.code()).isEqualTo(2);
    assertThat(program.err()).contains("csv, parquet, images, sounds, texts").contains("fix:");
  }
}
