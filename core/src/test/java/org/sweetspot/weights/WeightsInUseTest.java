package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.format.FormatException;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * Which tensors of a file are weights, and which numbers the network uses. Files and values, in
 * double precision, are written by selection_files.py in src/test/python.
 */
class WeightsInUseTest {
  @TempDir private Path folder;

  private static Path sample(String name) {
    return SampleFiles.folder().resolve("selection").resolve(name);
  }

  private static Weights open(String name) throws IOException {
    return FiniteWeights.of(WeightsFile.open(sample(name)));
  }

  private static Map<String, WeightTensor> byName(Weights weights) {
    return weights.tensors().stream()
        .collect(Collectors.toMap(WeightTensor::name, tensor -> tensor, (a, b) -> a, TreeMap::new));
  }

  private static Map<String, String> reasons(String name) throws IOException {
    return open(name).leftOut().stream()
        .collect(Collectors.toMap(LeftOut::name, LeftOut::reason, (a, b) -> a, TreeMap::new));
  }

  @ParameterizedTest
  @CsvSource({
    "gan.pt, 6",
    "lightning.ckpt, 4",
    "whole.pt, 4",
    "list.pt, 3",
    "arrays.pt, 2",
    "script.pt, 3",
    "parametrized.pt, 13",
    "gaps.pt, 4",
    "scaled.safetensors, 5",
    "texts.npz, 4",
    "branches.onnx, 6",
    "quantized.onnx, 4",
    "numbered.weights.h5, 6",
    "masked.h5, 3"
  })
  void theWeightsAreThoseThatTheNetworkUses(String name, int count) throws IOException {
    Map<String, WeightTensor> tensors = byName(open(name));
    Map<String, WeightTensor> expected = byName(WeightsFile.open(sample("expected.safetensors")));
    assertThat(tensors).as(tensors.keySet().toString()).hasSize(count);
    int compared = 0;
    for (Map.Entry<String, WeightTensor> entry : expected.entrySet()) {
      if (entry.getKey().startsWith(name + ":")) {
        String tensor = entry.getKey().substring(name.length() + 1);
        assertThat(tensors).containsKey(tensor);
        assertThat(one(tensors, tensor).shape()).as(tensor).isEqualTo(entry.getValue().shape());
        assertThat(one(tensors, tensor).load())
            .as(tensor)
            .containsExactly(entry.getValue().load(), within(1e-12));
        compared++;
      }
    }
    assertThat(compared).isBetween(count - 1, count);
  }

  @Test
  void whatIsLeftOutHasItsReason() throws IOException {
    assertThat(reasons("gan.pt"))
        .containsEntry("solver.state.0.exp_avg", "state of the optimizer")
        .containsEntry("d.1.running_mean", "running statistics of a normalization")
        .containsEntry("d.1.num_batches_tracked", "whole numbers or truth values");
    assertThat(reasons("gan.pt").get("g_ema.weight")).startsWith("a moving average");
    assertThat(reasons("whole.pt"))
        .containsEntry("1.running_var", "a buffer of its module, not trained");
    assertThat(reasons("script.pt")).containsEntry("basis", "a buffer of its module, not trained");
    assertThat(reasons("parametrized.pt"))
        .containsEntry(
            "strange.parametrizations.weight.original",
            "part of a parametrization that isn't known")
        .containsEntry(
            "spectral.weight_u",
            "put together to the weight in use: W / (u' W v) of spectral normalization");
    assertThat(reasons("gaps.pt"))
        .containsEntry("head.weight", "tied: counted once")
        .containsEntry("none", "empty")
        .containsEntry("step", "a counter or setting by its name");
    assertThat(reasons("gaps.pt").get("sparse.weight")).contains("to_dense()");
    assertThat(reasons("gaps.pt").get("freqs")).contains("ComplexFloat");
    assertThat(reasons("scaled.safetensors"))
        .containsEntry("a.input_scale", "scale of quantized weights or activations")
        .containsEntry("e.weight", "quantized, and its scale isn't read")
        .containsEntry("f.qweight", "packed numbers of a few bits, which aren't read")
        .containsEntry("g.weight", "numbers of type F4, which aren't read")
        .containsEntry("i.weight", "NaN or infinite in 1 of 4 entries");
    assertThat(reasons("texts.npz").get("config")).contains("no numbers");
    assertThat(reasons("branches.onnx"))
        .containsEntry("mean", "running statistics of BatchNormalization")
        .containsEntry("half", "a constant of the graph, input of Mul");
    assertThat(reasons("numbered.weights.h5"))
        .containsEntry("layers/norm_a/vars/3", "running statistics of a normalization")
        .containsEntry("layers/batch_normalization/vars/2", "running statistics of a normalization")
        .containsEntry("metrics/mean/vars/0", "state of a metric")
        .containsEntry(
            "layers/spectral_normalization/vars/0", "tied: counted once, with the layer inside");
  }

  @Test
  void frozenModulesAreConstantsWithoutNames() throws IOException {
    Weights frozen = open("frozen.pt");
    assertThat(frozen.kind()).contains("does not say which constants were trained");
    assertThat(frozen.tensors()).hasSize(4);
  }

  @Test
  void anOptimizerAloneIsRefusedAsOne() {
    assertThatThrownBy(() -> open("optimizer.pt"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("the state of an optimizer alone")
        .hasMessageContaining("the model's own file");
  }

  @Test
  void theAccountSaysKindCountAndReasons() throws IOException {
    assertThat(open("branches.onnx").account())
        .startsWith("Taken for an ONNX model (")
        .contains("): 6 tensors read, 3 left out: ")
        .contains("running statistics of BatchNormalization (mean, var)");
  }

  private static WeightTensor one(Map<String, WeightTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name);
  }

  @Test
  void whatTheGraphDoesGivesRolesAndLayouts() throws IOException {
    Map<String, WeightTensor> tensors = byName(open("branches.onnx"));
    assertThat(one(tensors, "W").layout()).isEqualTo(Layout.OUT_FIRST);
    assertThat(one(tensors, "c").layout()).isEqualTo(Layout.OUT_FIRST);
    assertThat(one(tensors, "s").role()).isEqualTo(Role.NORMALIZATION);
    assertThat(one(tensors, "b").role()).isEqualTo(Role.BIAS);
    assertThat(one(byName(open("texts.npz")), "arr_1").role()).isEqualTo(Role.BIAS);
    assertThat(one(byName(open("list.pt")), "1").role()).isEqualTo(Role.BIAS);
    assertThat(one(byName(open("quantized.onnx")), "kb").role()).isEqualTo(Role.BIAS);
  }

  @Test
  void equalContentsAreNotedAndCountedTwice() {
    WeightTensor one = ArrayTensor.matrix("one", 2, 2, 1, 2, 3, 4);
    WeightTensor two = ArrayTensor.matrix("two", 2, 2, 1, 2, 3, 4);
    WeightTensor other = ArrayTensor.matrix("other", 2, 2, 1, 2, 4, 3);
    Weights weights = FiniteWeights.of(new Weights("test", java.util.List.of(one, other, two)));
    assertThat(weights.tensors()).hasSize(3);
    assertThat(weights.notes())
        .containsExactly("Stored twice with the same numbers, and counted twice: two (as one).");
  }

  @Test
  void anAverageAloneIsTheNetwork() throws IOException {
    Path alone = folder.resolve("alone.safetensors");
    byte[] whole = Files.readAllBytes(sample("scaled.safetensors"));
    // The other tensor of the average's shape gets another name than a weight of the model.
    String text = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
    Files.write(
        alone,
        text.replace("\"h.weight\"", "\"optim.w\" ")
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
    assertThat(byName(WeightsFile.open(alone))).containsKey("model_ema.h.weight");
  }

  @Test
  void linksOutOfTheFolderAreNotFollowed() throws IOException {
    Path inside = Files.createDirectory(folder.resolve("model"));
    Path index = inside.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\":{\"h.weight\":\"part.safetensors\"}}");
    Path secret = folder.resolve("secret.safetensors");
    Files.copy(sample("scaled.safetensors"), secret);
    Files.createSymbolicLink(inside.resolve("part.safetensors"), secret);
    assertThatThrownBy(() -> WeightsFile.open(index))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a link out of it");
    // Caches keep all files of a model in one folder and link to them from another.
    Files.move(index, folder.resolve("blob"));
    Files.createSymbolicLink(index, folder.resolve("blob"));
    assertThat(byName(WeightsFile.open(index))).containsKey("h.weight");
  }
}
