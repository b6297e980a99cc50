package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.vector.ParameterGroup.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Weights that TensorFlow, TensorFlow Lite, Flax, llama.cpp and torch.export wrote, by
 * tensorflow_files.py, flax_files.py, gguf_files.py and exported_files.py in src/test/python.
 */
class OtherLibrariesTest {
  private static final String OPTIMIZER = "state of the optimizer";

  @TempDir private Path folder;

  private static Weights open(String name) throws IOException {
    return WeightsFile.open(WeightsFile.resolve(SampleFiles.folder().resolve(name)));
  }

  private static Map<String, WeightTensor> byName(Weights weights) {
    return weights.tensors().stream()
        .collect(Collectors.toMap(WeightTensor::name, tensor -> tensor, (a, b) -> a, TreeMap::new));
  }

  private static Map<String, String> reasons(Weights weights) {
    return weights.leftOut().stream()
        .collect(Collectors.toMap(LeftOut::name, LeftOut::reason, (a, b) -> a, TreeMap::new));
  }

  private static WeightTensor named(Map<String, WeightTensor> tensors, String name) {
    return Objects.requireNonNull(tensors.get(name), name + " of " + tensors.keySet());
  }

  private static void ruled(Map<String, WeightTensor> tensors, String name, Long... shape) {
    WeightTensor tensor = named(tensors, name);
    assertThat(tensor.shape()).as(name).containsExactly(shape);
    assertThat(tensor.load()).as(name).isEqualTo(SampleFiles.ruled(tensor.size()));
  }

  private static void net(Weights weights) {
    Map<String, WeightTensor> tensors = byName(weights);
    assertThat(tensors).hasSize(8);
    ruled(tensors, "sequential/conv/kernel", 3L, 3L, 2L, 3L);
    ruled(tensors, "sequential/depthwise/kernel", 2L, 2L, 3L, 1L);
    ruled(tensors, "sequential/dense/kernel", 27L, 4L);
    ruled(tensors, "sequential/norm/gamma", 3L);
    assertThat(named(tensors, "sequential/conv/kernel").layout()).isEqualTo(Layout.OUT_LAST);
    assertThat(named(tensors, "sequential/depthwise/kernel").layout()).isEqualTo(Layout.DEPTHWISE);
    assertThat(named(tensors, "sequential/dense/bias").role()).isEqualTo(Role.BIAS);
    assertThat(reasons(weights))
        .containsKeys("sequential/norm/moving_mean", "sequential/norm/moving_variance");
  }

  @ParameterizedTest
  @ValueSource(strings = {"two", "two.index", "two.data-00000-of-00001", "saved-1"})
  void checkpointsOfTensorFlow2HoldTheModelUnderItsOwnNames(String name) throws IOException {
    Weights weights = open(name);
    net(weights);
    assertThat(reasons(weights))
        .containsEntry("adam/sequential_conv_kernel_momentum", OPTIMIZER)
        .containsEntry("adam/learning_rate", OPTIMIZER);
  }

  @Test
  void namesOfTensorFlow1TellSlotsAndAverages() throws IOException {
    Weights weights = open("one");
    Map<String, WeightTensor> tensors = byName(weights);
    assertThat(tensors).containsOnlyKeys("conv/weights", "conv/biases");
    ruled(tensors, "conv/weights", 3L, 3L, 2L, 4L);
    assertThat(reasons(weights))
        .containsEntry("conv/weights/Adam", OPTIMIZER)
        .containsEntry("conv/weights/Adam_1", OPTIMIZER)
        .containsKeys("conv/weights/ExponentialMovingAverage", "beta1_power", "global_step");
  }

  @Test
  void aSavedModelIsGivenByItsFolderOrItsFile() throws IOException {
    Path model = Files.createDirectories(folder.resolve("model/variables"));
    for (String end : new String[] {".index", ".data-00000-of-00001"}) {
      Files.copy(SampleFiles.folder().resolve("two" + end), model.resolve("variables" + end));
    }
    Path graph = Files.write(folder.resolve("model/saved_model.pb"), new byte[] {8, 1});
    Weights weights = WeightsFile.open(folder.resolve("model"));
    net(weights);
    assertThat(weights.kind()).contains("SavedModel");
    net(WeightsFile.open(WeightsFile.resolve(graph)));
    Files.delete(model.resolve("variables.index"));
    assertThatThrownBy(() -> WeightsFile.open(folder.resolve("model")))
        .hasMessageContaining("constants of a graph");
  }

  @ParameterizedTest
  @CsvSource({"float.tflite, 1e-15", "half.tflite, 1e-15", "int8.tflite, 1e-15"})
  void constantsOfTensorFlowLiteAreThoseOfItsInterpreter(String name, double error)
      throws IOException {
    Map<String, WeightTensor> tensors = byName(open(name));
    JsonNode expected =
        JsonMapper.shared()
            .readTree(Files.readString(SampleFiles.folder().resolve(name + ".json")));
    assertThat(expected.properties()).hasSize(3);
    for (Map.Entry<String, JsonNode> one : expected.properties()) {
      WeightTensor tensor = named(tensors, one.getKey());
      assertThat(tensor.role()).isEqualTo(Role.WEIGHT);
      double[] entries = tensor.load();
      double square = 0;
      for (double entry : entries) {
        square += entry * entry;
      }
      double norm = one.getValue().path("norm").asDouble();
      assertThat(Math.sqrt(square)).as(one.getKey()).isCloseTo(norm, within(4 * error * norm));
      assertThat(entries[0])
          .isCloseTo(one.getValue().path("first").asDouble(), within(error * norm));
    }
    assertThat(tensors.values())
        .filteredOn(tensor -> tensor.shape().size() == 4)
        .extracting(WeightTensor::layout)
        .containsExactlyInAnyOrder(Layout.OUT_FIRST, Layout.OUT_LAST);
    assertThat(named(tensors, "sequential_1/dense_1/BiasAdd").role()).isEqualTo(Role.BIAS);
  }

  @Test
  void arraysOfFlaxAreReadInChunksAndWhole() throws IOException {
    Weights weights = open("flax_model.msgpack");
    Map<String, WeightTensor> tensors = byName(weights);
    ruled(tensors, "Dense_0.kernel", 4L, 3L);
    ruled(tensors, "Conv_0.kernel", 3L, 3L, 2L, 4L);
    ruled(tensors, "Conv_0.bias", 4L);
    ruled(tensors, "Embed_0.embedding", 2L, 3L);
    assertThat(named(tensors, "Dense_0.kernel").layout()).isEqualTo(Layout.OUT_LAST);
    assertThat(named(tensors, "Embed_0.embedding").role()).isEqualTo(Role.EMBEDDING);
    assertThat(tensors).hasSize(5);
    assertThat(reasons(weights))
        .containsEntry("opt_state.0.mu.Dense_0.kernel", OPTIMIZER)
        .containsKey("batch_stats.BatchNorm_0.mean");
  }

  @Test
  void archivesOfTorchExportTellParametersFromBuffers() throws IOException {
    Weights weights = open("exported.pt2");
    Map<String, WeightTensor> tensors = byName(weights);
    ruled(tensors, "conv.weight", 3L, 2L, 3L, 3L);
    ruled(tensors, "dense.weight", 4L, 12L);
    ruled(tensors, "norm.weight", 3L);
    assertThat(tensors).hasSize(6);
    assertThat(reasons(weights)).containsKeys("mask", "norm.running_var");
  }

  @Test
  void namesOfGgufAreThoseOfTransformers() throws IOException {
    Weights weights = open("types.gguf");
    assertThat(weights.kind()).contains("GGUF");
    assertThat(byName(weights)).hasSize(17);
    assertThat(TensorNames.role("token_embd.weight", java.util.List.of(8L, 4L)))
        .isEqualTo(Role.EMBEDDING);
  }

  @Test
  void checkpointsInPiecesSayHowTheyAreJoined() throws IOException {
    Path pieces = Files.createDirectory(folder.resolve("dcp"));
    Files.write(pieces.resolve(".metadata"), new byte[] {(byte) 0x80, 4, '.'});
    Path shard =
        Files.write(pieces.resolve("__0_0.distcp"), new byte[] {'P', 'K', 3, 4, 0, 0, 0, 0});
    for (Path given : List.of(pieces, shard)) {
      assertThatThrownBy(() -> WeightsFile.open(given))
          .hasMessageContaining("a distributed checkpoint of PyTorch")
          .hasMessageContaining("dcp_to_torch " + pieces);
    }
    Path orbax = Files.createDirectory(folder.resolve("orbax"));
    Files.write(orbax.resolve("_CHECKPOINT_METADATA"), new byte[] {'{', '}'});
    Files.write(orbax.resolve("manifest.ocdbt"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> WeightsFile.open(orbax)).hasMessageContaining("an Orbax checkpoint");
  }
}
