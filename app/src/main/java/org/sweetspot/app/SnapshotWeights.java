package org.sweetspot.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetspot.format.SafetensorsFile;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * The weights that a recorded training kept at some update, and the buffers beside them: a model
 * that lives elsewhere is measured at them, and its owner's weights are not touched.
 */
final class SnapshotWeights {
  private static final String SNAPSHOTS = "snapshots";
  private static final String BUFFERS = "buffers";
  private static final String ENDING = ".safetensors";

  /** The state before the first update, as the recorder names it. */
  private static final String FIRST = "step-000000000" + ENDING;

  private final Path file;

  private SnapshotWeights(Path file) {
    this.file = file;
  }

  /**
   * The last snapshot of a recorded training, or the one that a file holds.
   *
   * @throws UserException if there is none
   */
  static SnapshotWeights of(Path given) throws IOException {
    if (Files.isRegularFile(given)) {
      return new SnapshotWeights(given);
    }
    Path folder = given.resolve(SNAPSHOTS);
    Optional<Path> last = Optional.empty();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        last = files.filter(file -> file.toString().endsWith(ENDING)).max(Path::compareTo);
      }
    }
    return new SnapshotWeights(
        last.orElseThrow(
            () ->
                new UserException(
                    "--weights",
                    "the folder of a recorded training with snapshots, or one of them",
                    Files.exists(given) ? given + " without any" : given + ", where nothing is",
                    "record with sweetspot.Recorder(..., snapshots=100)")));
  }

  /** The file that the weights stand in. */
  Path file() {
    return file;
  }

  /** Sets weights and buffers of a model. */
  void into(Problem problem) throws IOException {
    fill(file, problem.parameters(), "weights");
    if (problem.buffers().space().dimension() > 0) {
      Path beside = sibling(BUFFERS, String.valueOf(file.getFileName()));
      if (!Files.exists(beside)) {
        throw new UserException(
            "--weights",
            "the model's buffers (running statistics and the like) beside the snapshot",
            "no " + beside,
            "record with this version of sweetspot.Recorder, or let the function return the model"
                + " with weights and buffers loaded");
      }
      fill(beside, problem.buffers(), "buffers");
    }
  }

  /** The weights before the first update where the training kept them; the caller closes them. */
  Optional<ParameterVector> initial(Problem problem) throws IOException {
    Path first = sibling(SNAPSHOTS, FIRST);
    if (!Files.exists(first)) {
      return Optional.empty();
    }
    ParameterVector initial = problem.space().zero();
    try {
      fill(first, initial, "weights");
    } catch (RuntimeException | IOException refused) {
      initial.close();
      throw refused;
    }
    return Optional.of(initial);
  }

  private Path sibling(String folder, String name) {
    Path run = file.toAbsolutePath().resolveSibling("..").normalize();
    return run.resolve(folder).resolve(name);
  }

  private static void fill(Path file, ParameterVector into, String what) throws IOException {
    Map<String, StoredTensor> stored = new LinkedHashMap<>();
    SafetensorsFile.tensors(file)
        .tensors()
        .forEach(tensor -> stored.put(plain(tensor.name()), tensor));
    Map<ParameterGroup, StoredTensor> found = new LinkedHashMap<>();
    for (ParameterGroup group : into.space().groups()) {
      StoredTensor tensor = stored.remove(plain(group.name()));
      if (tensor == null || !tensor.shape().equals(group.shape())) {
        throw refused(
            file,
            what + " " + group.name() + " of shape " + group.shape(),
            tensor == null ? "none of that name" : "shape " + tensor.shape());
      }
      found.put(group, tensor);
    }
    if (!stored.isEmpty()) {
      throw refused(
          file,
          "only " + what + " that the model has",
          stored.size()
              + " more: "
              + String.join(", ", stored.keySet().stream().limit(3).toList()));
    }
    for (Map.Entry<ParameterGroup, StoredTensor> entry : found.entrySet()) {
      try (ParameterVector part = into.view(entry.getKey())) {
        part.set(entry.getValue().read());
      }
    }
  }

  private static UserException refused(Path file, String expected, String got) {
    return new UserException(
        "--weights " + file,
        expected,
        got,
        "let the function return the model that was recorded; other files are measured alone, or"
            + " loaded by the function");
  }

  /** A name without what wrappers add, as the recorder writes it. */
  private static String plain(String name) {
    List<String> parts =
        Arrays.stream(name.split("\\.", -1))
            .filter(part -> !part.equals("module") && !part.equals("_orig_mod"))
            .toList();
    return parts.isEmpty() ? name : String.join(".", parts);
  }
}
