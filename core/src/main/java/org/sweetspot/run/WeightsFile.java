package org.sweetspot.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.Safetensors;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/** A problem's weights and buffers as a safetensors file, one tensor a group, by its name. */
final class WeightsFile {
  private WeightsFile() {}

  /** All entries of a vector as one tensor. */
  static ByteBuffer bytes(ParameterVector vector) {
    long size = vector.space().dimension() * vector.space().precision().bytes();
    if (size > Integer.MAX_VALUE - 8) {
      throw new RunException(
          "weights",
          "a vector of at most " + (Integer.MAX_VALUE - 8) + " bytes to save",
          size + " bytes",
          "train a smaller model, or one in single precision");
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    vector.write(bytes);
    return bytes.flip();
  }

  static NamedTensor.Type type(ParameterVector vector) {
    return vector.space().precision() == Precision.FLOAT
        ? NamedTensor.Type.F32
        : NamedTensor.Type.F64;
  }

  /** The weights and buffers the problem has now, copied. */
  static Safetensors of(Problem problem, long step) {
    List<NamedTensor> tensors = new ArrayList<>(groups(problem.parameters()));
    tensors.addAll(groups(problem.buffers()));
    return Safetensors.of(Map.of("step", Long.toString(step)), tensors);
  }

  /** A vector of a problem's space, copied. */
  static Safetensors of(ParameterVector vector, long step) {
    return Safetensors.of(Map.of("step", Long.toString(step)), groups(vector));
  }

  /** SHA-256 of all entries, in hexadecimal. */
  static String hash(Safetensors tensors) {
    return Hashes.sha256(tensors.tensors().stream().map(NamedTensor::bytes).toList());
  }

  /** Puts all of it into the problem, and gives its hash. */
  static String read(Path file, Problem problem) {
    Safetensors tensors = read(file);
    fill(file, tensors, problem.parameters());
    fill(file, tensors, problem.buffers());
    return hash(tensors);
  }

  static void read(Path file, ParameterVector into) {
    fill(file, read(file), into);
  }

  private static Safetensors read(Path file) {
    try {
      return Safetensors.read(file);
    } catch (IOException broken) {
      throw RunException.reading(file, broken);
    }
  }

  private static List<NamedTensor> groups(ParameterVector vector) {
    List<NamedTensor> tensors = new ArrayList<>();
    NamedTensor.Type type = type(vector);
    ByteBuffer all = bytes(vector);
    for (ParameterGroup group : vector.space().groups()) {
      int from = Math.toIntExact(group.offset() * type.bytes());
      int length = Math.toIntExact(group.size() * type.bytes());
      if (length > 0) {
        tensors.add(new NamedTensor(group.name(), type, group.shape(), all.slice(from, length)));
      }
    }
    return tensors;
  }

  private static void fill(Path file, Safetensors tensors, ParameterVector vector) {
    List<NamedTensor> parts = new ArrayList<>();
    for (ParameterGroup group : vector.space().groups()) {
      if (group.size() > 0) {
        parts.add(part(file, tensors, group));
      }
    }
    if (parts.stream().allMatch(part -> part.type() == type(vector))) {
      ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(p -> p.bytes().limit()).sum());
      parts.forEach(part -> all.put(part.bytes().duplicate()));
      vector.read(all.flip());
    } else {
      vector.set(parts.stream().flatMapToDouble(WeightsFile::numbers).toArray());
    }
  }

  private static java.util.stream.DoubleStream numbers(NamedTensor tensor) {
    ByteBuffer bytes = tensor.bytes();
    int width = tensor.type().bytes();
    return java.util.stream.IntStream.range(0, bytes.limit() / width)
        .mapToDouble(i -> width == 4 ? bytes.getFloat(4 * i) : bytes.getDouble(8 * i));
  }

  private static NamedTensor part(Path file, Safetensors tensors, ParameterGroup group) {
    return tensors.tensors().stream()
        .filter(tensor -> tensor.name().equals(group.name()))
        .filter(tensor -> tensor.shape().equals(group.shape()))
        .findFirst()
        .orElseThrow(
            () ->
                new RunException(
                    file.toString(),
                    "a tensor " + group.name() + " of shape " + group.shape(),
                    tensors.tensors().stream().map(t -> t.name() + " " + t.shape()).toList() + "",
                    "open the model of the run's own recipe"));
  }
}
