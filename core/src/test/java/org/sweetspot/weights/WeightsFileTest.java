package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.Safetensors;
import org.sweetspot.vector.ParameterGroup.Role;

class WeightsFileTest {
  @TempDir private Path folder;

  private Path samples = SampleFiles.folder();

  private Weights open(String name) throws IOException {
    return WeightsFile.open(samples.resolve(name));
  }

  private static Map<String, WeightTensor> byName(Weights weights) {
    return weights.tensors().stream()
        .collect(Collectors.toMap(WeightTensor::name, Function.identity()));
  }

  private static WeightTensor tensor(Weights weights, String name) {
    return weights.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError(name + " of " + byName(weights).keySet()));
  }

  private static void ruled(WeightTensor tensor, Long... shape) {
    assertThat(tensor.shape()).as(tensor.name()).containsExactly(shape);
    assertThat(tensor.load()).as(tensor.name()).isEqualTo(SampleFiles.ruled(tensor.size()));
  }

  private static void net(Weights weights) {
    Map<String, WeightTensor> tensors = byName(weights);
    assertThat(tensors).hasSize(15);
    tensors.values().forEach(one -> ruled(one, one.shape().toArray(new Long[0])));
    assertThat(tensor(weights, "conv.weight").shape()).containsExactly(3L, 2L, 3L, 3L);
    assertThat(tensor(weights, "embedding.weight").role()).isEqualTo(Role.EMBEDDING);
    assertThat(tensor(weights, "norm.weight").role()).isEqualTo(Role.NORMALIZATION);
    assertThat(tensor(weights, "attention.in_proj_bias").role()).isEqualTo(Role.BIAS);
    assertThat(LayerMatrices.of(weights).tensors())
        .extracting(WeightTensor::name)
        .containsExactlyInAnyOrder(
            "conv.weight",
            "dense.weight",
            "embedding.weight",
            "lstm.weight_ih_l0",
            "lstm.weight_hh_l0",
            "attention.in_proj_weight",
            "attention.out_proj.weight");
    assertThat(weights.leftOut())
        .contains(
            new LeftOut("norm.num_batches_tracked", "whole numbers or truth values"),
            new LeftOut("norm.running_var", "running statistics of a normalization"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "net.safetensors",
        "model.safetensors.index.json",
        "pytorch_model.bin.index.json",
        "state.pt",
        "checkpoint.ckpt"
      })
  void oneModelIsTheSameInEveryFormat(String name) throws IOException {
    net(open(name));
  }

  @Test
  void theStateOfAnOptimizerIsLeftOutAndNamed() throws IOException {
    assertThat(open("checkpoint.ckpt").leftOut())
        .contains(new LeftOut("optimizer.state.0.exp_avg", "state of the optimizer"));
  }

  @Test
  void theKindIsToldByTheContents() throws IOException {
    Path disguised = folder.resolve("weights.npz");
    Files.copy(samples.resolve("net.safetensors"), disguised);
    net(WeightsFile.open(disguised));
  }

  @Test
  void everyTypeOfNumberIsRead() throws IOException {
    Weights weights = open("types.safetensors");
    for (String name : List.of("f64", "f32", "f16", "bf16", "f8_e4m3", "f8_e5m2")) {
      ruled(tensor(weights, name), 2L, 3L);
    }
    assertThat(weights.leftOut())
        .extracting(LeftOut::name)
        .containsExactlyInAnyOrder("i64", "i32", "i16", "i8", "u8", "flags");
  }

  @Test
  void stridesOffsetsAndSharedStoragesAreHonoured() throws IOException {
    Weights weights = open("odd.pt");
    double[] base = SampleFiles.ruled(24);
    ruled(tensor(weights, "shared"), 4L, 6L);
    double[] transposed = tensor(weights, "transposed").load();
    double[] sliced = tensor(weights, "sliced").load();
    double[] expanded = tensor(weights, "expanded").load();
    for (int i = 0; i < 6; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(transposed[i * 4 + j]).isEqualTo(base[j * 6 + i]);
      }
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        assertThat(sliced[i * 3 + j]).isEqualTo(base[(i + 1) * 6 + 2 * j]);
      }
      for (int j = 0; j < 6; j++) {
        assertThat(expanded[i * 6 + j]).isEqualTo(base[j]);
      }
    }
    assertThat(tensor(weights, "scalar").load()).containsExactly(2.5);
    assertThat(weights.leftOut()).contains(new LeftOut("empty", "empty"));
    for (String name : List.of("half", "bfloat", "eight", "parameter")) {
      ruled(tensor(weights, name), 2L, 3L);
    }
    ruled(tensor(weights, "list.0"), 2L, 2L);
    ruled(tensor(weights, "list.1.inner"), 3L, 2L);
  }

  @Test
  void newerProtocolsAndScriptsAreRead() throws IOException {
    ruled(tensor(open("protocol4.pt"), "w"), 2L, 3L);
    Weights script = open("script.pt");
    ruled(tensor(script, "weight"), 5L, 4L);
    ruled(tensor(script, "bias"), 5L);
  }

  @Test
  void wholeModulesAreReadAsData() throws IOException {
    Weights module = open("module.pt");
    ruled(tensor(module, "weight"), 5L, 4L);
    ruled(tensor(module, "bias"), 5L);
  }

  @Test
  void theFormatFromBefore16IsRead() throws IOException {
    Weights weights = open("legacy.pt");
    assertThat(weights.kind()).contains("before version 1.6");
    ruled(tensor(weights, "w"), 2L, 3L);

    Weights checkpoint = open("legacy_checkpoint.pt");
    double[] base = SampleFiles.ruled(24);
    ruled(tensor(checkpoint, "shared.weight"), 4L, 6L);
    assertThat(tensor(checkpoint, "transposed.weight").load()[1]).isEqualTo(base[6]);
    assertThat(tensor(checkpoint, "sliced.weight").load())
        .containsExactly(
            base[6], base[8], base[10], base[12], base[14], base[16], base[18], base[20], base[22]);
    for (String name : List.of("double.weight", "half.weight", "bfloat.weight")) {
      ruled(tensor(checkpoint, name), 2L, 3L);
    }
    assertThat(checkpoint.leftOut())
        .extracting(LeftOut::name)
        .contains("count", "empty.weight", "optimizer.state.0.exp_avg");
  }

  @Test
  void arraysOfNumPyAreRead() throws IOException {
    Weights weights = open("arrays.npz");
    ruled(tensor(weights, "layer.weight"), 4L, 3L);
    ruled(tensor(weights, "half"), 2L, 3L);
    ruled(tensor(weights, "fortran"), 3L, 4L);
    assertThat(tensor(weights, "layer.bias").role()).isEqualTo(Role.BIAS);
    assertThat(weights.leftOut()).extracting(LeftOut::name).containsExactly("steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.onnx", "external.onnx"})
  void initializersOfOnnxAreRead(String name) throws IOException {
    Weights weights = open(name);
    ruled(tensor(weights, "gemm.weight"), 5L, 4L);
    ruled(tensor(weights, "gemm.bias"), 5L);
    ruled(tensor(weights, "matmul.weight"), 5L, 3L);
    ruled(tensor(weights, "conv.weight"), 2L, 1L, 3L, 3L);
    ruled(tensor(weights, "half"), 2L, 3L);
    ruled(tensor(weights, "bfloat"), 2L, 3L);
    assertThat(tensor(weights, "gemm.weight").layout()).isEqualTo(Layout.OUT_FIRST);
    assertThat(tensor(weights, "matmul.weight").layout()).isEqualTo(Layout.OUT_LAST);
    assertThat(weights.leftOut()).extracting(LeftOut::name).contains("longs");
  }

  @ParameterizedTest
  @ValueSource(strings = {"model.keras", "model.weights.h5"})
  void kernelsOfKerasAreRead(String name) throws IOException {
    Weights weights = open(name);
    Map<Layout, List<Long>> shapes =
        LayerMatrices.of(weights).tensors().stream()
            .filter(tensor -> tensor.shape().size() == 4)
            .collect(Collectors.toMap(WeightTensor::layout, WeightTensor::shape));
    assertThat(shapes)
        .containsEntry(Layout.OUT_LAST, List.of(3L, 3L, 2L, 3L))
        .containsEntry(Layout.DEPTHWISE, List.of(3L, 3L, 3L, 1L));
    LayerMatrices.of(weights)
        .tensors()
        .forEach(tensor -> ruled(tensor, tensor.shape().toArray(new Long[0])));
    assertThat(LayerMatrices.of(weights).tensors()).hasSize(3);
  }

  @Test
  void wordsOfKerasAreEmbeddedAndRemembered() throws IOException {
    List<WeightTensor> layers = LayerMatrices.of(open("words.weights.h5")).tensors();
    assertThat(layers).hasSize(4);
    assertThat(layers)
        .filteredOn(tensor -> tensor.role() == Role.EMBEDDING)
        .extracting(WeightTensor::layout)
        .containsExactly(Layout.TABLE);
    assertThat(layers)
        .extracting(WeightTensor::shape)
        .contains(List.of(4L, 12L), List.of(3L, 12L), List.of(3L, 2L));
  }

  @Test
  void olderKerasFilesArePackedAndLinksStayShut() throws IOException {
    Weights weights = open("old.h5");
    ruled(tensor(weights, "model_weights/dense/dense/kernel:0"), 4L, 3L);
    ruled(tensor(weights, "model_weights/conv/conv/kernel:0"), 3L, 3L, 2L, 4L);
    assertThat(weights.leftOut())
        .contains(
            new LeftOut("elsewhere", "a link"),
            new LeftOut("optimizer_weights/iteration", "state of the optimizer"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../net.safetensors", "a/b.bin", "..", "", "C:x"})
  void partsElsewhereAreNeverOpened(String part) throws IOException {
    Path index = folder.resolve("model.safetensors.index.json");
    Files.writeString(index, "{\"weight_map\":{\"w\":\"" + part + "\"}}");
    assertThatThrownBy(() -> WeightsFile.open(index))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("plain name");
  }

  @Test
  void externalDataElsewhereAreNeverOpened() throws IOException {
    byte[] model = Files.readAllBytes(samples.resolve("external.onnx"));
    String text = new String(model, StandardCharsets.ISO_8859_1);
    Path moved = folder.resolve("moved.onnx");
    for (String location : List.of("../ternal.data", "/xternal.data")) {
      Files.write(
          moved,
          text.replace("external.data", location.substring(0, 13))
              .getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> WeightsFile.open(moved))
          .isInstanceOf(FormatException.class)
          .hasMessageContaining("/");
    }
  }

  @Test
  void aPartOfAModelIsCalledOne() throws IOException {
    ByteBuffer four = ByteBuffer.allocate(16);
    Path part = folder.resolve("model-00001-of-00002.safetensors");
    Safetensors.of(
            Map.of(),
            List.of(new NamedTensor("w.weight", NamedTensor.Type.F32, List.of(2L, 2L), four)))
        .write(part);
    assertThat(WeightsFile.open(part).kind())
        .isEqualTo(
            "a safetensors file, part 1 of 2 of a model (give its folder or index for all of it)");
    assertThatThrownBy(() -> WeightsFile.open(folder))
        .hasMessageContaining("model.safetensors.index.json), got parts without it");
    Path whole = folder.resolve("model-00001-of-00001.safetensors");
    Files.move(part, whole);
    assertThat(WeightsFile.open(whole).kind()).isEqualTo("a safetensors file");
  }

  @Test
  void whatHoldsWeightsInAnotherWayIsRefusedWithTheWayToThem() throws IOException {
    Path pickle = folder.resolve("mlp.joblib");
    Files.writeString(
        pickle,
        "\u0080\u0004cjoblib.numpy_pickle\nNumpyArrayWrapper\n\r",
        StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> WeightsFile.open(pickle))
        .hasMessageContaining("got a file of joblib")
        .hasMessageContaining("joblib.load");
    Path packed = folder.resolve("model.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(packed))) {
      zip.putNextEntry(new ZipEntry("model/model.safetensors"));
      zip.write(1);
    }
    assertThatThrownBy(() -> WeightsFile.open(packed))
        .hasMessageContaining("got others, such as model/model.safetensors")
        .hasMessageContaining("unpack it");
    Path json = folder.resolve("model.index.json");
    Files.writeString(json, "{\"a\": 1}");
    assertThatThrownBy(() -> WeightsFile.open(json))
        .hasMessageContaining("an object weight_map, got a JSON text without one");
  }

  @Test
  void otherFilesAreRefusedByName() throws IOException {
    Path text = folder.resolve("notes.txt");
    Files.writeString(text, "not weights");
    assertThatThrownBy(() -> WeightsFile.open(text))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("safetensors, PyTorch");
    assertThatThrownBy(() -> WeightsFile.open(folder))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("a folder");
    assertThatThrownBy(() -> WeightsFile.open(folder.resolve("none")))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("no such file");
  }

  /** With an interpreter that has the libraries: what they write today is read like the samples. */
  @Test
  @EnabledIfEnvironmentVariable(named = "SWEETSPOT_TEST_PYTHON", matches = ".+")
  void whatSmallLibrariesWriteTodayIsRead() throws IOException, InterruptedException {
    write("SWEETSPOT_TEST_PYTHON", "weights_files.py");
    Weights arrays = open("arrays.safetensors");
    for (String name : List.of("f64", "f32", "f16")) {
      ruled(tensor(arrays, name), 2L, 3L);
    }
    assertThat(arrays.leftOut()).extracting(LeftOut::name).containsExactly("i64");
    arraysOfNumPyAreRead();
    initializersOfOnnxAreRead("model.onnx");
    initializersOfOnnxAreRead("external.onnx");
    olderKerasFilesArePackedAndLinksStayShut();
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SWEETSPOT_TEST_TORCH_PYTHON", matches = ".+")
  void whatPyTorchAndKerasWriteTodayIsRead() throws IOException, InterruptedException {
    write("SWEETSPOT_TEST_TORCH_PYTHON", "torch_files.py");
    for (String name : List.of("net.safetensors", "state.pt", "checkpoint.ckpt")) {
      net(open(name));
    }
    everyTypeOfNumberIsRead();
    stridesOffsetsAndSharedStoragesAreHonoured();
    newerProtocolsAndScriptsAreRead();
    kernelsOfKerasAreRead("model.keras");
    wordsOfKerasAreEmbeddedAndRemembered();
  }

  /** Lets a script write into the folder, and reads samples from there. */
  private void write(String interpreter, String script) throws IOException, InterruptedException {
    Path file = Path.of("src", "test", "python", script).toAbsolutePath();
    Process process =
        new ProcessBuilder(System.getenv(interpreter), file.toString(), folder.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    samples = folder;
  }
}
