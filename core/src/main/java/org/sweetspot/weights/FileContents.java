package org.sweetspot.weights;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.format.OnnxFile;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.vector.ParameterGroup.Role;

/** Sorts what a file holds into tensors of weights and what is left out. */
final class FileContents {
  /** Maps of a checkpoint that hold the model, in the order in which they are looked for. */
  private static final List<String> MODELS =
      List.of("state_dict", "model_state_dict", "model", "module", "net", "params");

  private static final String OPTIMIZER = "state of the optimizer";

  private final List<WeightTensor> tensors = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /** How a format arranges axes. */
  @FunctionalInterface
  private interface Arrangement {
    Layout of(String name, List<Long> shape, Role role);
  }

  /**
   * Where tensors come from.
   *
   * @param origin the file's name
   * @param kind what it was taken for, with its article
   */
  record Source(String origin, String kind) {}

  private FileContents() {}

  /** Names as they are. */
  static Weights plain(Source source, List<StoredTensor> stored) {
    FileContents contents = new FileContents();
    stored.forEach(tensor -> contents.add(tensor.name(), tensor, TensorNames::layout));
    return contents.weights(source);
  }

  /** A checkpoint: the model's map if there is one, without the map's own name. */
  static Weights checkpoint(Source source, List<StoredTensor> stored) {
    FileContents contents = new FileContents();
    String prefix =
        MODELS.stream()
            .map(name -> name + ".")
            .filter(start -> stored.stream().anyMatch(tensor -> tensor.name().startsWith(start)))
            .filter(start -> isWrapper(stored, start))
            .findFirst()
            .orElse("");
    for (StoredTensor tensor : stored) {
      if (tensor.name().startsWith(prefix)) {
        contents.add(tensor.name().substring(prefix.length()), tensor, TensorNames::layout);
      } else {
        contents.leftOut.add(
            new LeftOut(
                tensor.name(),
                tensor.name().startsWith("optim") ? OPTIMIZER : "not in the map " + prefix));
      }
    }
    return contents.weights(source);
  }

  /** Keras: state of the optimizer and counters are not weights. */
  static Weights keras(Source source, List<StoredTensor> stored, Map<String, String> skipped) {
    FileContents contents = new FileContents();
    for (StoredTensor tensor : stored) {
      contents.add(tensor.name(), tensor, TensorNames::keras);
    }
    skipped.forEach((name, reason) -> contents.leftOut.add(new LeftOut(name, reason)));
    return contents.weights(source);
  }

  /** ONNX: what the graph does with an initializer says more than its name. */
  static Weights onnx(Source source, OnnxFile file) {
    FileContents contents = new FileContents();
    for (StoredTensor tensor : file.tensors()) {
      Optional<OnnxFile.Use> use = Optional.ofNullable(file.uses().get(tensor.name()));
      if (use.filter(FileContents::notWeights).isPresent()) {
        contents.leftOut.add(
            new LeftOut(tensor.name(), "input of " + use.map(OnnxFile.Use::operator).orElse("")));
      } else {
        contents.add(
            tensor.name(),
            tensor,
            (name, shape, role) ->
                use.map(known -> layout(known, shape))
                    .orElseGet(() -> TensorNames.layout(name, shape, role)));
      }
    }
    file.skipped().forEach((name, reason) -> contents.leftOut.add(new LeftOut(name, reason)));
    return contents.weights(source);
  }

  private static boolean notWeights(OnnxFile.Use use) {
    return switch (use.operator()) {
      case "Reshape", "Slice", "Expand", "Tile", "Pad", "Resize", "Clip", "Where" -> true;
      default -> false;
    };
  }

  private static Layout layout(OnnxFile.Use use, List<Long> shape) {
    return switch (use.operator()) {
      case "Gather" -> Layout.TABLE;
      case "MatMul" -> use.place() == 1 ? Layout.OUT_LAST : Layout.OUT_FIRST;
      case "Gemm" -> use.place() == 1 && !use.transposed() ? Layout.OUT_LAST : Layout.OUT_FIRST;
      case "ConvTranspose" -> Layout.IN_FIRST;
      case "LSTM", "GRU", "RNN" -> shape.size() == 3 ? Layout.BY_DIRECTION : Layout.OUT_FIRST;
      default -> Layout.OUT_FIRST;
    };
  }

  /** Whether a map holds the whole model of a checkpoint, and is not one of the model's parts. */
  private static boolean isWrapper(List<StoredTensor> stored, String prefix) {
    return prefix.endsWith("state_dict.")
        || stored.stream().anyMatch(tensor -> tensor.name().startsWith("optim"));
  }

  private void add(String name, StoredTensor stored, Arrangement arrangement) {
    String low = name.toLowerCase(Locale.ROOT);
    if (low.startsWith("optimizer")) {
      leftOut.add(new LeftOut(name, OPTIMIZER));
    } else if (low.startsWith("seed_generator") || low.contains("/seed_generator")) {
      leftOut.add(new LeftOut(name, "state of a random generator"));
    } else if (!stored.type().floating()) {
      leftOut.add(new LeftOut(name, "whole numbers or truth values"));
    } else {
      Role role = TensorNames.role(name, stored.shape());
      Layout layout = arrangement.of(name, stored.shape(), role);
      Role known = layout == Layout.TABLE && role == Role.WEIGHT ? Role.EMBEDDING : role;
      tensors.add(new FileTensor(name, stored, known, layout));
    }
  }

  private Weights weights(Source source) {
    return new Weights(source.origin, source.kind, tensors, leftOut);
  }
}
