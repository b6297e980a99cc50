package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A module that PyTorch scripted, beside numbers that PyTorch computed (measured/make.py). */
@Tag("heavy")
class MeasureCommandTest {
  @TempDir private Path folder = Path.of(".");

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(
        Objects.requireNonNull(MeasureCommandTest.class.getResource("measured/" + name)).toURI());
  }

  /** The command on the module and its data. */
  private static Program measure(String... more) throws URISyntaxException {
    return measureModule(resource("model.pt"), more);
  }

  private static Program measureModule(Path module, String... more) throws URISyntaxException {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("measure", module.toString()));
    words.addAll(List.of("--data", resource("data.npz").toString(), "--threads", "1"));
    words.addAll(List.of(more));
    return Program.run(words.toArray(String[]::new));
  }

  private JsonNode measured(String measures) throws IOException, URISyntaxException {
    Path json = folder.resolve("out.json");
    Program program =
        measure("--measures", measures, "--precision", "double", "--json", json.toString());
    assertThat(program.err()).doesNotContain("expected");
    assertThat(program.code()).isZero();
    return JsonMapper.shared().readTree(Files.readString(json));
  }

  private static JsonNode answer(JsonNode result, String id) {
    for (JsonNode one : result.get("measures")) {
      if (one.get("id").stringValue().equals(id)) {
        return one;
      }
    }
    throw new AssertionError("no measure " + id);
  }

  @Test
  void everyNumberIsPrintedWithWhatItSays() throws URISyntaxException {
    Program program = measure("--measures", "hessian-eigenvalues,accuracy");
    assertThat(program.code()).isZero();
    assertThat(program.out().replaceAll("\\s+", " "))
        .contains("plain gradient descent of all weights overshoots")
        .contains("control: always naming the commonest class of the split")
        .contains("where naming the commonest class always would be right");
    assertThat(program.out().lines())
        .filteredOn(line -> line.startsWith("   ") && !line.contains("control:"))
        .hasSizeGreaterThan(3)
        .allMatch(line -> line.length() < 120);
  }

  @Test
  void curvatureAndNoiseAreThoseThatPyTorchComputes() throws IOException, URISyntaxException {
    JsonNode expected = JsonMapper.shared().readTree(Files.readString(resource("expected.json")));
    JsonNode result =
        measured(
            "loss,hessian-eigenvalues,gauss-newton-eigenvalues,gradient-noise,hessian-trace,"
                + "gauss-newton-trace");

    assertThat(answer(result, "loss").get("value").get("train").doubleValue())
        .isCloseTo(expected.get("loss").doubleValue(), within(1e-12));
    for (int i = 0; i < 5; i++) {
      assertThat(answer(result, "hessian-eigenvalues").get("value").get(i).doubleValue())
          .isCloseTo(expected.get("top").get(i).doubleValue(), within(1e-8));
      assertThat(answer(result, "gauss-newton-eigenvalues").get("value").get(i).doubleValue())
          .isCloseTo(expected.get("gauss-newton-top").get(i).doubleValue(), within(1e-8));
    }
    double trace = expected.get("hessian-trace").doubleValue();
    assertThat(answer(result, "hessian-trace").get("status").stringValue()).isEqualTo("exact");
    assertThat(answer(result, "hessian-trace").get("value").doubleValue())
        .isCloseTo(trace, within(1e-10 * trace));
    assertThat(answer(result, "gauss-newton-trace").get("value").doubleValue())
        .isCloseTo(trace, within(1e-10 * trace));
    JsonNode noise = answer(result, "gradient-noise").get("value");
    double sigma = expected.get("trace-sigma").doubleValue();
    assertThat(noise.get("trace-sigma").doubleValue()).isCloseTo(sigma, within(1e-11));
    // Unbiased: the mean gradient's squared norm less what noise adds to it.
    assertThat(noise.get("squared-gradient").doubleValue())
        .isCloseTo(expected.get("squared-gradient-norm").doubleValue() - sigma / 60, within(1e-11));
  }

  @Test
  void theWholeProfileIsWrittenAsPageAndJson() throws IOException, URISyntaxException {
    Path page = folder.resolve("profile.html");
    Path json = folder.resolve("all.json");
    Program program =
        measure(
            "--rate",
            "0.2",
            "--batch",
            "10",
            "--full",
            "--explain",
            "--html",
            page.toString(),
            "--json",
            json.toString());

    assertThat(program.code()).as(program.err()).isZero();
    assertThat(program.out()).contains("Plan: 83 parameters, 60 examples", "Report: " + page);
    assertThat(program.out())
        .contains("hessian-density ", "trajectory-length, trajectory-distances");
    assertThat(Files.readString(page)).contains("How sharp is the minimum?", "Is the step size");
    JsonNode answers = JsonMapper.shared().readTree(Files.readString(json)).get("measures");
    assertThat(answers.size()).isGreaterThan(40);
    for (JsonNode answer : answers) {
      assertThat(answer.get("conventions").size()).isPositive();
      assertThat(answer.get("source").stringValue()).isNotBlank();
    }
  }

  @Test
  void withoutDataTheWeightsAreMeasured() throws URISyntaxException {
    Program without = Program.run("measure", resource("model.pt").toString(), "--quiet");
    Program told =
        Program.run("measure", resource("model.pt").toString(), "--measures", "weight-norms,loss");

    assertThat(without.code()).as(without.err()).isZero();
    assertThat(told.out()).contains("weight-norms", "No answer: loss: needs a model and data");
  }

  @Test
  void chosenParametersAreNamedAndUnknownOnesRefused() throws IOException, URISyntaxException {
    String model = resource("model.pt").toString();
    String data = resource("data.npz").toString();
    Path json = folder.resolve("group.json");
    Program program =
        Program.run(
            "measure",
            model,
            "--data",
            data,
            "--group",
            "*.bias",
            "--measures",
            "group-eigenvalues,group-traces,hessian-trace",
            "--json",
            json.toString());
    assertThat(program.code()).as(program.err()).isZero();
    JsonNode result = JsonMapper.shared().readTree(Files.readString(json));
    assertThat(answer(result, "group-traces").get("conventions").get("definition").stringValue())
        .contains("weights chosen by *.bias: ");
    assertThat(result.get("schema").intValue()).isEqualTo(2);
    double trace = answer(result, "hessian-trace").get("value").doubleValue();
    JsonNode block = answer(result, "group-traces").get("value");
    assertThat(block.get("hessian-share").doubleValue() * trace)
        .isCloseTo(block.get("hessian").doubleValue(), within(1e-7 * trace));
    // The block's own eigenvalues: the largest of eleven make up nearly all of its trace.
    double largest = 0;
    for (JsonNode value : answer(result, "group-eigenvalues").get("value").values()) {
      largest += value.doubleValue();
    }
    assertThat(largest / block.get("hessian").doubleValue()).isBetween(0.9, 1.0);

    Program refused = Program.run("measure", model, "--data", data, "--group", "nothing.*");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains(".bias", "got nothing.*", "fix:");
  }

  @Test
  void dataWithoutAModelAreRefused() throws URISyntaxException {
    Program refused =
        Program.run(
            "measure", resource("data.npz").toString(), "--data", resource("data.npz").toString());

    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("a file without a program", "fix:");
  }

  @Test
  void aModuleThatIsCutOffIsCalledThat() throws IOException, URISyntaxException {
    Path cut = folder.resolve("cut.pt");
    byte[] whole = Files.readAllBytes(resource("model.pt"));
    Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
    Program refused = measureModule(cut);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("whose end is missing", "fix: copy or save it again");
  }

  @Test
  void theAnswerComesFirstInFewLines() throws URISyntaxException {
    Program program = measure("--rate", "0.2", "--batch", "10");
    assertThat(program.code()).as(program.err()).isZero();
    List<String> lines = program.out().lines().toList();
    assertThat(lines.get(0)).startsWith("Taken for a TorchScript module");
    String title = "Bias profile of " + resource("model.pt");
    assertThat(lines)
        .contains(title)
        .anyMatch(line -> line.endsWith("Is it good?"))
        .anyMatch(line -> line.endsWith("Is it too sharp for its step?"))
        .anyMatch(line -> line.endsWith("How noisy, and which batches pay?"))
        .anyMatch(line -> line.endsWith("Anything odd in a layer?"))
        .anyMatch(line -> line.startsWith("Not applicable: "))
        .anyMatch(line -> line.matches("\\d+ of \\d+ measures answered, for .*"))
        .noneMatch(line -> line.startsWith("hessian-trace "))
        .allMatch(line -> line.length() <= 100 || line.equals(title));
    assertThat(lines.size()).isLessThan(30);
  }

  @Test
  void aModuleOfADivergedTrainingIsRefusedByName() throws IOException, URISyntaxException {
    Path diverged = folder.resolve("diverged.pt");
    try (ZipFile whole = new ZipFile(resource("model.pt").toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(diverged))) {
      for (ZipEntry entry : Collections.list(whole.entries())) {
        byte[] bytes = whole.getInputStream(entry).readAllBytes();
        if (entry.getName().endsWith("/data/0")) {
          // The first weight in double precision.
          ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(Double.NaN);
        }
        CRC32 sum = new CRC32();
        sum.update(bytes);
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setMethod(ZipEntry.STORED);
        copy.setSize(bytes.length);
        copy.setCrc(sum.getValue());
        out.putNextEntry(copy);
        out.write(bytes);
      }
    }
    Program refused = measureModule(diverged);
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err())
        .contains("expected finite weights, got NaN or infinity in 1 of 4 tensors (0.weight)")
        .contains("measure an earlier checkpoint");
  }

  @Test
  void aPlanMeasuresNothing() throws URISyntaxException {
    Program dry = measure("--dry-run");

    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("Plan:").doesNotContain("Bias profile");
  }

  @Test
  void wrongNumbersAreRefusedWhateverTheTargetIs() throws IOException {
    Path empty = Files.write(folder.resolve("empty.safetensors"), new byte[0]);
    Path byteFile = Files.write(folder.resolve("one.safetensors"), new byte[] {7});
    for (List<String> words :
        List.of(
            List.of("--examples", "-3", "--examples: expected at least 1, got -3"),
            List.of("--examples", "many", "--examples N: expected a whole number, got many"),
            List.of("--rate", "abc", "--rate ETA: expected a number, got abc"),
            List.of("--rate", "-1", "--rate and --momentum: expected a rate above 0"),
            List.of("--tolerance", "2", "--tolerance: expected above 0, below 1, got 2"),
            List.of("--split", "training", "--split: expected train, validation or test"),
            List.of(
                "--only", "hesian-trace", "got hesian-trace\n  fix: did you mean hessian-trace?"),
            List.of("--seed", "1", "got an empty file"))) {
      refused(words.get(2), "measure", empty.toString(), words.get(0), words.get(1));
    }
    refused("got a file of 1 byte\n", "measure", byteFile.toString());
  }

  private static void refused(String message, String... words) {
    Program program = Program.run(words);
    assertThat(program.code()).as("%s", List.of(words)).isEqualTo(2);
    assertThat(program.err())
        .contains(message, ": expected ", ", got ", "\n  fix: ")
        .doesNotContain("Exception");
  }

  @Test
  void whatFailsLosesNoOtherAnswer() throws IOException, URISyntaxException {
    Path json = folder.resolve("some.json");
    Program program =
        measureModule(
            resource("refusing.pt"),
            "--measures",
            "batch-sharpness,loss",
            "--rate",
            "0.1",
            "--batch",
            "10",
            "--json",
            json.toString());
    assertThat(program.code()).isEqualTo(1);
    assertThat(program.out()).contains("No answer: batch-sharpness: failed: ");
    assertThat(program.err()).contains("sweetspot: failed: ").contains("the stack trace is in ");
    JsonNode measures = JsonMapper.shared().readTree(Files.readString(json)).get("measures");
    assertThat(measures.get(0).get("status").stringValue()).isEqualTo("failed");
    assertThat(measures.get(0).get("value").isNull()).isTrue();
    assertThat(measures.get(1).get("value").isNull()).isFalse();
  }
}
