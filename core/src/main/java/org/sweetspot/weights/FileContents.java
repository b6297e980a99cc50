package org.sweetspot.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.format.FileTensors;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.OnnxFile;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.format.StoredTensor.Part;
import org.sweetspot.format.TfliteFile;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * Sorts what a file holds into tensors of weights and what is left out, in this order: the parts of
 * a checkpoint, scales of quantized weights, reparametrizations, tensors that are tied, numbers
 * that aren't trained.
 */
final class FileContents {
  private static final String ANONYMOUS = "(arr_|param_?|w|v|x|b|bias_?)?\\d+|b|arr";

  private final Source source;
  private final List<WeightTensor> tensors = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  /**
   * Where tensors come from.
   *
   * @param origin the file's name
   * @param kind what it was taken for, with its article
   */
  record Source(String origin, String kind) {}

  /** What is known of a tensor: it is of use in this role and arrangement, or there is a reason. */
  record Place(Role role, Layout layout, String reason) {
    static Place of(Role role, Layout layout) {
      return new Place(role, layout, "");
    }

    static Place out(String reason) {
      return new Place(Role.BUFFER, Layout.OUT_FIRST, reason);
    }
  }

  /** How a format tells what a tensor is for. */
  @FunctionalInterface
  private interface Reader {
    Place place(String name, StoredTensor tensor);
  }

  private FileContents(Source source) {
    this.source = source;
  }

  /** Checkpoints and flat files of names, of PyTorch and whatever else has no rules of its own. */
  static Weights named(Source source, FileTensors file) throws IOException {
    FileContents contents = new FileContents(source);
    contents.add(contents.chosen(file), FileContents::named);
    return contents.weights(file.unread());
  }

  /** Keras: layers' tensors are numbered or named. */
  static Weights keras(Source source, FileTensors file) throws IOException {
    FileContents contents = new FileContents(source);
    KerasLayers layers = KerasLayers.of(file.tensors());
    contents.add(contents.chosen(file), layers::place);
    return contents.weights(file.unread());
  }

  /** ONNX: what the graph does with a tensor says more than its name. */
  static Weights onnx(Source source, OnnxFile file) throws FormatException {
    FileContents contents = new FileContents(source);
    contents.add(
        file.contents().tensors().stream().map(Candidate::of).toList(),
        (name, tensor) ->
            Optional.ofNullable(file.uses().get(tensor.name()))
                .map(use -> OnnxPlaces.of(use, tensor))
                .orElseGet(() -> named(name, tensor)));
    return contents.weights(file.contents().unread());
  }

  /** TensorFlow Lite: what the graph does with a constant says more than its name. */
  static Weights tflite(Source source, TfliteFile file) throws FormatException {
    FileContents contents = new FileContents(source);
    contents.add(
        file.contents().tensors().stream().map(Candidate::of).toList(),
        (name, tensor) ->
            Optional.ofNullable(file.uses().get(tensor.name()))
                .flatMap(use -> TflitePlaces.of(use, tensor))
                .orElseGet(() -> named(name, tensor)));
    return contents.weights(file.contents().unread());
  }

  /** The model's tensors, put together where a file keeps their parts. */
  private List<Candidate> chosen(FileTensors file) throws IOException {
    CheckpointParts parts = CheckpointParts.of(file.tensors().stream().map(Candidate::of).toList());
    PackedWeights packed = PackedWeights.of(parts.kept());
    ScaledWeights scaled = ScaledWeights.of(packed.kept(), file.unread().keySet());
    Reparametrization inUse = Reparametrization.of(scaled.kept());
    leftOut.addAll(parts.leftOut());
    leftOut.addAll(packed.leftOut());
    leftOut.addAll(scaled.leftOut());
    leftOut.addAll(inUse.leftOut());
    return inUse.kept();
  }

  private static Place named(String name, StoredTensor tensor) {
    Role role = TensorNames.role(name, tensor.shape());
    if (role == Role.BUFFER) {
      return Place.out(TensorNames.bufferReason(name));
    }
    return Place.of(role, TensorNames.layout(name, tensor.shape(), role));
  }

  private void add(List<Candidate> candidates, Reader reader) {
    Map<Object, String> owners = new HashMap<>();
    for (Candidate one : candidates) {
      StoredTensor tensor = one.tensor();
      Optional<String> owner = tensor.numbers().map(owners::get);
      Place place = owner.isPresent() ? Place.out("tied: counted once") : place(one, reader);
      if (!place.reason.isEmpty()) {
        leftOut.add(new LeftOut(one.name(), place.reason));
        continue;
      }
      tensor.numbers().ifPresent(numbers -> owners.put(numbers, one.name()));
      boolean table = place.layout == Layout.TABLE && place.role == Role.WEIGHT;
      Role role = table ? Role.EMBEDDING : place.role;
      tensors.add(
          new FileTensor(one.name(), tensor, offset(one, role) ? Role.BIAS : role, place.layout));
    }
  }

  private static Place place(Candidate one, Reader reader) {
    StoredTensor tensor = one.tensor();
    String generator = one.name().toLowerCase(java.util.Locale.ROOT);
    if (generator.startsWith("seed_generator") || generator.contains("/seed_generator")) {
      return Place.out("state of a random generator");
    }
    if (tensor.part() == Part.BUFFER) {
      return Place.out("a buffer of its module, not trained");
    }
    if (!tensor.type().floating()) {
      return Place.out("whole numbers or truth values");
    }
    return tensor.shape().contains(0L) ? Place.out("empty") : reader.place(one.name(), tensor);
  }

  /** A vector whose name says nothing, after a matrix with as many outputs. */
  private boolean offset(Candidate one, Role role) {
    List<String> parts = one.parts();
    if (role != Role.NORMALIZATION
        || one.tensor().shape().size() != 1
        || tensors.isEmpty()
        || !parts.get(parts.size() - 1).matches(ANONYMOUS)) {
      return false;
    }
    WeightTensor before = tensors.get(tensors.size() - 1);
    long length = one.tensor().shape().get(0);
    return before.role() == Role.WEIGHT
        && before.shape().size() >= 2
        && List.of(before.shape().get(0), before.shape().get(before.shape().size() - 1))
            .contains(length);
  }

  private Weights weights(Map<String, String> unread) throws FormatException {
    unread.forEach((name, reason) -> leftOut.add(new LeftOut(name, reason)));
    if (tensors.isEmpty()) {
      boolean optimizer =
          leftOut.stream().anyMatch(one -> one.reason().equals(CheckpointParts.OPTIMIZER));
      throw new FormatException(
          source.origin,
          "weights",
          source.kind
              + (optimizer ? " with the state of an optimizer alone" : " without any")
              + (leftOut.isEmpty() ? "" : ": " + LeftOut.text(leftOut)),
          optimizer
              ? "give the model's own file; it mostly lies beside this one"
              : "give a file that holds weights as numbers with fractions");
    }
    return new Weights(source.origin, source.kind, tensors, leftOut);
  }
}
