package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code certify} and {@code bounds} print and write. */
class CertifyCommandTest {
  @TempDir private Path folder;

  @Test
  void countsOfErrorsGiveTheTestSetsBounds() throws IOException {
    Path json = folder.resolve("certificate.json");

    Program result =
        Program.run("certify", "--errors", "5", "--of", "100", "--json", json.toString());

    assertThat(result.code()).isZero();
    assertThat(result.out().replaceAll("\\s+", " "))
        .startsWith("5 errors of 100: errs on at most 10.23% of new examples, with confidence 95")
        .contains("10.23% exact binomial tail on held-out examples, observed 5.000%");
    JsonNode bound = JsonMapper.shared().readTree(json).path("bounds").get(0);
    assertThat(bound.path("id").asString()).isEqualTo("test-set-exact");
    assertThat(bound.path("kind").asString()).isEqualTo("certified");
    assertThat(bound.path("value").asDouble()).isCloseTo(0.10225337764327451, within(1e-12));
    assertThat(bound.path("assumptions").size()).isEqualTo(2);
  }

  @Test
  void impossibleCountsAreTheUsersMistake() {
    assertThat(Program.run("certify", "--errors", "5", "--of", "3").code()).isEqualTo(2);
    assertThat(Program.run("certify", "--errors", "5").err()).contains("or --errors K --of N");
    assertThat(Program.run("certify", "--errors", "5", "--of", "9", "--delta", "1").err())
        .contains("above 0 and below 1, got 1.0");
  }

  @Test
  @Tag("heavy")
  void aRunIsCertifiedBesideItsTruth() throws IOException {
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        name: certified
        data: {source: {kind: digits}}
        model: {kind: mlp, hidden: [20]}
        training:
          batch: 20
          optimizer: {kind: sgd, rate: 0.1, momentum: 0.9}
          budget: 10 epochs
        """);
    String run = folder.resolve("run").toString();
    assertThat(Program.run("train", recipe.toString(), "--out", run, "--quiet").code()).isZero();
    Path json = folder.resolve("certificate.json");
    Path page = folder.resolve("bounds.html");

    Program result =
        Program.run(
            "certify",
            run,
            "--train",
            "--retrain",
            "2",
            "--json",
            json.toString(),
            "--html",
            page.toString());

    assertThat(result.err()).doesNotContain("expected");
    assertThat(result.code()).isZero();
    int certified = 0;
    for (JsonNode bound : JsonMapper.shared().readTree(json).path("bounds")) {
      if (bound.path("id").asString().equals("random-set-stability")) {
        // It may say nothing, but is never below what was seen.
        assertThat(bound.path("kind").asString()).isEqualTo("conditional");
        assertThat(bound.path("value").asDouble()).isGreaterThan(bound.path("truth").asDouble());
      } else if (bound.has("truth")) {
        // With confidence 95% each; these seeds are fixed.
        assertThat(bound.path("value").asDouble())
            .as(bound.path("id").asString())
            .isGreaterThan(bound.path("truth").asDouble())
            .isLessThan(1);
        assertThat(bound.path("delta").asDouble()).isCloseTo(0.05, within(1e-12));
        certified++;
      }
    }
    assertThat(certified).isEqualTo(9);
    assertThat(Files.readString(page)).contains("What can be guaranteed", "pac-bayes-kl");
  }

  @Test
  void aModelsFileIsCertifiedOnHeldOutData() throws Exception {
    Path json = folder.resolve("model.json");
    Program result =
        Program.run(
            "certify",
            measured("model.pt"),
            "--data",
            measured("data.npz"),
            "--json",
            json.toString());

    assertThat(result.code()).isZero();
    JsonNode exact = JsonMapper.shared().readTree(json).path("bounds").get(0);
    assertThat(exact.path("id").asString()).isEqualTo("test-set-exact");
    assertThat(exact.path("value").asDouble())
        .isGreaterThan(exact.path("truth").asDouble())
        .isLessThanOrEqualTo(1);
    // What asks for a recipe is not given, and said so.
    assertThat(result.out()).contains("Not given, pac-bayes-kl");
    assertThat(Program.run("certify", measured("model.pt"), "--train").err()).contains("--data");
  }

  private static String measured(String name) throws Exception {
    return Path.of(
            Objects.requireNonNull(CertifyCommandTest.class.getResource("measured/" + name))
                .toURI())
        .toString();
  }

  @Test
  @Tag("heavy")
  void aLanguageModelIsCertifiedTokenByToken() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 800; i++) {
      text.append(i % 3 == 0 ? "to be or not to be, " : "that is the question; ");
    }
    Files.writeString(folder.resolve("text.txt"), text);
    Path recipe = folder.resolve("recipe.yaml");
    Files.writeString(
        recipe,
        """
        name: words
        data: {source: {kind: text, files: [text.txt], context: 16}}
        model: {kind: transformer, width: 8, heads: 2, layers: 1}
        engine: {threads: 1}
        training:
          batch: 32
          optimizer: {kind: adamw, rate: 0.01}
          budget: 1 epochs
        """);
    String run = folder.resolve("run").toString();
    assertThat(Program.run("train", recipe.toString(), "--out", run, "--quiet").code()).isZero();
    Path json = folder.resolve("certificate.json");

    Program untrained = Program.run("certify", run);
    Program result = Program.run("certify", run, "--train", "--json", json.toString());

    assertThat(untrained.out()).contains("Not given, compression-tokens");
    assertThat(result.code()).isZero();
    List<JsonNode> given = new ArrayList<>();
    JsonMapper.shared()
        .readTree(json)
        .path("bounds")
        .forEach(
            bound -> {
              if (bound.has("value")) {
                given.add(bound);
              }
            });
    assertThat(given).hasSize(1);
    assertThat(given.get(0).path("id").asString()).isEqualTo("compression-tokens");
    // Of the same kind of text, so that the test loss is near the expected one; ln of 17 letters
    // is 2.8.
    assertThat(given.get(0).path("value").asDouble())
        .isGreaterThan(given.get(0).path("truth").asDouble())
        .isLessThan(Math.log(17));
  }

  @Test
  void theListSaysWhatEachBoundIsWorth() throws IOException {
    Path json = folder.resolve("bounds.json");

    Program result = Program.run("bounds", "--json", json.toString());

    assertThat(result.out()).contains("test-set-exact: ").contains("(certified)");
    assertThat(JsonMapper.shared().readTree(json).path("bounds").get(0).path("source").asString())
        .contains("1934");
  }
}
