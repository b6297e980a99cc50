package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/weights.md is what the samples give when they are read. */
class WeightsPageTest {
  /** Library and what it wrote, and the sample. */
  private static final String[][] SAMPLES = {
    {"PyTorch: `state_dict`", "state.pt"},
    {"PyTorch: checkpoint with optimizer", "checkpoint.ckpt"},
    {"PyTorch before 1.6", "legacy_checkpoint.pt"},
    {"PyTorch: two networks, optimizer, average", "selection/gan.pt"},
    {"PyTorch: unknown classes beside the weights", "selection/lightning.ckpt"},
    {"PyTorch: whole pickled module", "selection/whole.pt"},
    {"PyTorch: weight and spectral norm, pruning", "selection/parametrized.pt"},
    {"PyTorch: quantized, sparse, complex, tied", "selection/gaps.pt"},
    {"TorchScript", "selection/script.pt"},
    {"TorchScript, frozen", "selection/frozen.pt"},
    {"torch.export", "exported.pt2"},
    {"safetensors", "net.safetensors"},
    {"safetensors: every type", "types.safetensors"},
    {"safetensors: 8 bits with scales, new types, NaN", "selection/scaled.safetensors"},
    {"Hugging Face: index of parts", "model.safetensors.index.json"},
    {"NumPy", "arrays.npz"},
    {"NumPy: texts and objects beside the arrays", "selection/texts.npz"},
    {"Keras 2", "old.h5"},
    {"Keras 3: archive", "model.keras"},
    {"Keras 3: weights", "selection/numbered.weights.h5"},
    {"h5py: chunks without filters", "selection/masked.h5"},
    {"ONNX", "model.onnx"},
    {"ONNX: external data", "external.onnx"},
    {"ONNX: constants, branches, normalization", "selection/branches.onnx"},
    {"ONNX: quantized", "selection/quantized.onnx"},
    {"TensorFlow: checkpoint", "saved-1.index"},
    {"TensorFlow Lite: float", "float.tflite"},
    {"TensorFlow Lite: int8", "int8.tflite"},
    {"Flax", "flax_model.msgpack"},
    {"GGUF", "types.gguf"},
  };

  @Test
  void theTableSaysWhatIsReadOfEveryLibrary() throws IOException {
    StringBuilder table = new StringBuilder();
    for (String[] sample : SAMPLES) {
      table.append(row(sample[0], SampleFiles.folder().resolve(sample[1])));
    }
    String page = Files.readString(Path.of("..", "docs", "weights.md"));
    assertThat(page).contains(table);
  }

  private static String row(String library, Path file) throws IOException {
    Weights weights = FiniteWeights.of(WeightsFile.open(file));
    Map<String, Long> reasons =
        weights.leftOut().stream()
            .collect(Collectors.groupingBy(LeftOut::reason, TreeMap::new, Collectors.counting()));
    String left =
        reasons.entrySet().stream()
            .map(reason -> reason.getValue() + " " + reason.getKey())
            .collect(Collectors.joining("; "));
    return "| "
        + library
        + " | "
        + weights.kind()
        + " | "
        + weights.tensors().size()
        + " | "
        + left.replace("|", "\\|")
        + " |\n";
  }
}
