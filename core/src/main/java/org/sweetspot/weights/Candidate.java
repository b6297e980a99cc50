package org.sweetspot.weights;

import java.util.List;
import org.sweetspot.format.StoredTensor;

/**
 * A tensor of a file that may be a weight.
 *
 * @param path the maps that hold it and its name, without maps that hold the whole model
 * @param tensor as the file has it
 */
record Candidate(List<String> path, StoredTensor tensor) {
  Candidate {
    path = List.copyOf(path);
  }

  static Candidate of(StoredTensor tensor) {
    return new Candidate(tensor.path(), tensor);
  }

  /** Its name in the model. */
  String name() {
    return String.join(".", path);
  }

  /** The name's parts, in lower case. */
  List<String> parts() {
    return TensorNames.segments(name().toLowerCase(java.util.Locale.ROOT));
  }

  /** Inside the outermost map. */
  Candidate inner() {
    return new Candidate(path.subList(1, path.size()), tensor);
  }
}
