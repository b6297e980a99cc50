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
  private static final String HEAD =
      "| written by | taken for | read | left out |\n|---|---|---|---|\n";

  /** Library and what it wrote, and the sample. */
  private static final String[][] SAMPLES = {
    {"PyTorch: `state_dict`", "state.pt"},
    {"PyTorch: checkpoint with optimizer", "checkpoint.ckpt"},
    {"PyTorch 2.10 in the format from before 1.6", "legacy_checkpoint.pt"},
    {"PyTorch: two networks, optimizer, average", "selection/gan.pt"},
    {"PyTorch: unknown classes beside the weights", "selection/lightning.ckpt"},
    {"PyTorch: whole pickled module", "selection/whole.pt"},
    {"PyTorch: weight and spectral norm, pruning", "selection/parametrized.pt"},
    {"PyTorch: quantized, sparse, complex, tied", "selection/gaps.pt"},
    {"TorchScript", "selection/script.pt"},
    {"TorchScript, frozen", "selection/frozen.pt"},
    {"torch.export of PyTorch 2.10", "exported.pt2"},
    {"safetensors", "net.safetensors"},
    {"safetensors: every type", "types.safetensors"},
    {"safetensors: 8 bits with scales, new types, NaN", "selection/scaled.safetensors"},
    {
      "bitsandbytes, compressed-tensors; GPTQ, AWQ, NVFP4 and MXFP4", "selection/packed.safetensors"
    },
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
    {"TensorFlow 2.21 with Keras 3.15: checkpoint", "saved-1.index"},
    {"TensorFlow 2.21, names of TensorFlow 1", "one.index"},
    {"TensorFlow Lite 2.21: float", "float.tflite"},
    {"TensorFlow Lite 2.21: half precision", "half.tflite"},
    {"TensorFlow Lite 2.21: int8, a scale a channel", "int8.tflite"},
    {"Flax 0.12", "flax_model.msgpack"},
    {"gguf 0.19", "types.gguf"},
  };

  @Test
  void theTableSaysWhatIsReadOfEveryLibrary() throws IOException {
    StringBuilder table = new StringBuilder();
    for (String[] sample : SAMPLES) {
      table.append(row(sample[0], SampleFiles.folder().resolve(sample[1])));
    }
    Path file = Path.of("..", "docs", "weights.md");
    String page = Files.readString(file);
    if (Boolean.getBoolean("sweetspot.docs.write")) {
      int start = page.indexOf(HEAD) + HEAD.length();
      int end = start;
      while (page.startsWith("|", end)) {
        end = page.indexOf('\n', end) + 1;
      }
      page = page.substring(0, start) + table + page.substring(end);
      Files.writeString(file, page);
    }
    assertThat(page)
        .as("the table of docs/weights.md; -Dsweetspot.docs.write=true writes it")
        .contains(HEAD + table);
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
