package org.sweetspot.trajectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.Safetensors;

/**
 * Safetensors files of the same tensors, one a state; a state is the tensors one after another.
 * Files are mapped, not loaded.
 */
final class SafetensorsTrajectory implements Trajectory {
  private final String origin;
  private final List<Path> files;
  private final double[] positions;
  private final List<String> names;
  private final long[] offsets;
  private final List<List<NamedTensor>> states = new ArrayList<>();

  /**
   * Opens all files.
   *
   * @param files at least one, in order
   * @param positions one for each file, ascending
   * @param names of the tensors that make a state, in this order
   */
  SafetensorsTrajectory(String origin, List<Path> files, double[] positions, List<String> names)
      throws IOException {
    this.origin = origin;
    this.files = List.copyOf(files);
    this.positions = positions;
    this.names = List.copyOf(names);
    for (Path file : files) {
      states.add(tensors(file));
    }
    offsets = new long[names.size() + 1];
    for (int i = 0; i < names.size(); i++) {
      offsets[i + 1] = offsets[i] + entries(states.get(0).get(i));
    }
    if (offsets[names.size()] == 0) {
      throw new FormatException(
          origin, "tensors of weights", "no entries at all", "give checkpoints of a model");
    }
  }

  private List<NamedTensor> tensors(Path file) throws IOException {
    Safetensors all = Safetensors.map(file);
    List<NamedTensor> chosen = new ArrayList<>();
    for (String name : names) {
      NamedTensor tensor =
          all.tensors().stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
      if (tensor == null
          || (!states.isEmpty()
              && !tensor.shape().equals(states.get(0).get(chosen.size()).shape()))) {
        throw new FormatException(
            file.toString(),
            "a tensor "
                + name
                + (states.isEmpty()
                    ? ""
                    : " of shape "
                        + states.get(0).get(chosen.size()).shape()
                        + ", as in "
                        + files.get(0)),
            tensor == null ? "none of that name" : "the shape " + tensor.shape(),
            "keep only checkpoints of one training in the folder");
      }
      chosen.add(tensor);
    }
    return chosen;
  }

  private static long entries(NamedTensor tensor) {
    return tensor.bytes().limit() / tensor.type().bytes();
  }

  /** The tensors that make a state. */
  List<String> names() {
    return names;
  }

  @Override
  public String origin() {
    return origin;
  }

  @Override
  public int size() {
    return files.size();
  }

  @Override
  public long dimension() {
    return offsets[names.size()];
  }

  @Override
  public double position(int index) {
    return positions[index];
  }

  @Override
  public void read(int index, long from, double[] target, int count) {
    if (from < 0 || from + count > dimension()) {
      throw new UncheckedIOException(
          new IOException(
              "trajectory: expected entries 0 to "
                  + dimension()
                  + ", got "
                  + from
                  + " to "
                  + (from + count)));
    }
    int done = 0;
    for (int t = 0; t < names.size() && done < count; t++) {
      long first = Math.max(0, from + done - offsets[t]);
      long size = offsets[t + 1] - offsets[t];
      if (first < size) {
        int part = (int) Math.min(size - first, count - done);
        copy(states.get(index).get(t), (int) first, target, done, part);
        done += part;
      }
    }
  }

  private static void copy(NamedTensor tensor, int first, double[] target, int at, int count) {
    int width = tensor.type().bytes();
    ByteBuffer part =
        tensor.bytes().slice(first * width, count * width).order(tensor.bytes().order());
    if (tensor.type() == NamedTensor.Type.F64) {
      part.asDoubleBuffer().get(target, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        target[at + i] = part.getFloat(i * width);
      }
    }
  }
}
