package org.sweetspot.run;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.sweetspot.format.AtomicFile;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.Safetensors;
import org.sweetspot.problem.Problem;
import org.sweetspot.training.TrainingState;
import org.sweetspot.vector.ParameterSpace;
import org.sweetspot.vector.ParameterVector;

/**
 * The whole state of a run at one step: a safetensors file of the training's vectors, its numbers,
 * how long the growing files were, and a checksum of all that, names and shapes included.
 *
 * @param state of the training; its vectors are the reader's to close
 * @param metricsBytes length of the metrics then
 * @param metricsChecksum of so many bytes: {@link MetricsLog#checksum}
 * @param eventsBytes length of the TensorBoard file then
 */
record Checkpoint(
    TrainingState state, long metricsBytes, String metricsChecksum, long eventsBytes) {
  private static final Logger LOGGER = System.getLogger(Checkpoint.class.getName());
  private static final String NUMBER = "number-";
  private static final String CHECKSUM = "crc32c";
  private static final String VERSION = "schema";
  private static final String SCHEMA = "2";

  /** Writes it; the one that was there becomes the previous one. */
  void write(Path file, Path previous) throws IOException {
    List<NamedTensor> tensors = new ArrayList<>();
    state
        .vectors()
        .forEach(
            (name, vector) ->
                tensors.add(
                    new NamedTensor(
                        name,
                        WeightsFile.type(vector),
                        List.of(vector.space().dimension()),
                        WeightsFile.bytes(vector))));
    SortedMap<String, String> metadata = new TreeMap<>();
    metadata.put("step", Long.toString(state.step()));
    metadata.put(VERSION, SCHEMA);
    metadata.put("metrics-bytes", Long.toString(metricsBytes));
    metadata.put("metrics-crc32c", metricsChecksum);
    metadata.put("events-bytes", Long.toString(eventsBytes));
    state.numbers().forEach((name, n) -> metadata.put(NUMBER + name, Double.toString(n)));
    metadata.put(CHECKSUM, checksum(metadata, tensors));
    Path unfinished = AtomicFile.unfinished(file);
    new Safetensors(metadata, tensors).write(unfinished);
    if (Files.exists(file)) {
      AtomicFile.rename(file, previous);
    }
    AtomicFile.place(unfinished, file);
  }

  /**
   * The newest of the files that is whole, and whose metrics are still those of then; empty where
   * none is.
   */
  static Optional<Checkpoint> newest(List<Path> files, Path metrics, Problem problem)
      throws IOException {
    for (Path file : files) {
      if (Files.exists(file)) {
        try {
          return Optional.of(read(file, metrics, problem));
        } catch (FormatException damaged) {
          LOGGER.log(
              Level.WARNING,
              "checkpoint can't be used, going on from the one before it, or from the beginning"
                  + " where there is none: "
                  + damaged.getMessage());
        }
      }
    }
    return Optional.empty();
  }

  private static Checkpoint read(Path file, Path metrics, Problem problem) throws IOException {
    Safetensors saved = Safetensors.read(file);
    SortedMap<String, String> metadata = new TreeMap<>(saved.metadata());
    String told = String.valueOf(metadata.remove(CHECKSUM));
    String found = checksum(metadata, saved.tensors());
    if (!found.equals(told)) {
      throw damaged(file, "a checksum of " + told, found);
    }
    if (!SCHEMA.equals(metadata.get(VERSION))) {
      throw damaged(file, "version " + SCHEMA, "version " + metadata.get(VERSION));
    }
    long metricsBytes = whole(file, metadata, "metrics-bytes");
    String metricsChecksum = String.valueOf(metadata.get("metrics-crc32c"));
    String now = MetricsLog.checksum(metrics, metricsBytes);
    if (!now.equals(metricsChecksum)) {
      throw damaged(
          metrics,
          metricsBytes + " bytes of checksum " + metricsChecksum + " as at the checkpoint",
          now);
    }
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      if (entry.getKey().startsWith(NUMBER)) {
        numbers.put(entry.getKey().substring(NUMBER.length()), number(file, entry.getValue()));
      }
    }
    return new Checkpoint(
        new TrainingState(
            whole(file, metadata, "step"), numbers, vectors(file, saved.tensors(), problem)),
        metricsBytes,
        metricsChecksum,
        whole(file, metadata, "events-bytes"));
  }

  private static SortedMap<String, ParameterVector> vectors(
      Path file, List<NamedTensor> tensors, Problem problem) throws FormatException {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>();
    boolean whole = false;
    try {
      for (NamedTensor tensor : tensors) {
        vectors.put(tensor.name(), vector(file, tensor, problem));
      }
      whole = true;
      return vectors;
    } finally {
      if (!whole) {
        vectors.values().forEach(ParameterVector::close);
      }
    }
  }

  private static ParameterVector vector(Path file, NamedTensor tensor, Problem problem)
      throws FormatException {
    ParameterSpace space =
        tensor.name().endsWith("buffers") ? problem.buffers().space() : problem.space();
    ParameterVector vector = space.zero();
    if (WeightsFile.type(vector) != tensor.type()
        || !tensor.shape().equals(List.of(space.dimension()))) {
      vector.close();
      throw damaged(
          file,
          tensor.name() + " of " + space.dimension() + " entries in " + space.precision(),
          tensor.shape() + " in " + tensor.type());
    }
    return vector.read(tensor.bytes().duplicate());
  }

  private static long whole(Path file, Map<String, String> metadata, String name)
      throws FormatException {
    String value = metadata.get(name);
    if (value == null) {
      throw damaged(file, name + " among its strings", metadata.keySet().toString());
    }
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException text) {
      throw damaged(file, "a whole number as " + name, value);
    }
  }

  private static double number(Path file, String value) throws FormatException {
    try {
      return Double.parseDouble(value);
    } catch (NumberFormatException text) {
      throw damaged(file, "numbers only", value);
    }
  }

  private static FormatException damaged(Path file, String expected, String got) {
    return new FormatException(
        file.toString(), expected, got, "nothing: the one before it, or the beginning, is taken");
  }

  private static String checksum(Map<String, String> metadata, List<NamedTensor> tensors) {
    CRC32C crc = new CRC32C();
    crc.update(metadata.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    for (NamedTensor tensor : tensors) {
      String head = tensor.name() + '\n' + tensor.type() + '\n' + tensor.shape() + '\n';
      crc.update(head.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      ByteBuffer bytes = tensor.bytes().duplicate();
      crc.update(bytes);
    }
    return Long.toHexString(crc.getValue());
  }
}
