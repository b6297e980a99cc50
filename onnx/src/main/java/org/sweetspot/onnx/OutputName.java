package org.sweetspot.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sweetspot.problem.RefusedException;

/** Which of a model's outputs are meant. */
final class OutputName {
  private OutputName() {}

  /** The one that was named, or else logits, or else the first of the graph. */
  static String of(Path file, OnnxModel model, OnnxNodes nodes, Optional<String> named) {
    // What is made by nodes that nothing else reads is what the file itself puts out.
    Set<String> read =
        nodes.all().stream().flatMap(n -> n.inputs().stream()).collect(Collectors.toSet());
    List<String> ends = model.outputs().stream().filter(name -> !read.contains(name)).toList();
    List<String> names = ends.isEmpty() ? List.copyOf(model.outputs()) : ends;
    if (named.isPresent()) {
      String asked = named.get();
      if (model.outputs().contains(asked)) {
        return asked;
      }
      if (asked.matches("\\d{1,4}") && Integer.parseInt(asked) < names.size()) {
        return names.get(Integer.parseInt(asked));
      }
      throw new RefusedException(
          "--output " + asked, "an output of " + file, "none of that name", "name one of " + names);
    }
    return names.contains("logits") ? "logits" : names.get(0);
  }
}
