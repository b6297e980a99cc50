package org.sweetspot.trajectory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sweetspot.format.FormatException;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.weights.LeftOut;
import org.sweetspot.weights.WeightTensor;
import org.sweetspot.weights.Weights;
import org.sweetspot.weights.WeightsFile;

/**
 * Files of weights of any kind, one a state; a state is the trained tensors one after another, in
 * the order of the first file. Tensors are read when they are asked for; those read last are kept,
 * within a quarter of the memory.
 */
final class FileTrajectory implements Trajectory {
  private static final String MEAN = ".mean";
  private static final String VARIANCE = ".variance";

  private final Path folder;
  private final StateOrder order;
  private final List<List<WeightTensor>> states = new ArrayList<>();
  private final long[] offsets;
  private final String kind;
  private final Map<WeightTensor, double[]> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long keptEntries;

  FileTrajectory(Path folder, StateOrder order) throws IOException {
    this.folder = folder;
    this.order = order;
    Weights first = WeightsFile.open(order.files().get(0).path());
    List<String> names = names(first);
    for (StateFile file : order.files()) {
      states.add(
          chosen(file.path(), states.isEmpty() ? first : WeightsFile.open(file.path()), names));
    }
    offsets = new long[names.size() + 1];
    for (int i = 0; i < names.size(); i++) {
      offsets[i + 1] = Math.addExact(offsets[i], states.get(0).get(i).size());
    }
    if (offsets[names.size()] == 0) {
      throw new FormatException(
          folder.toString(),
          "tensors of weights",
          "no entries at all",
          "give checkpoints of a model");
    }
    kind = kind(first);
  }

  private String kind(Weights first) {
    List<StateFile> files = order.files();
    String range =
        files.size() == 1
            ? files.get(0).name()
            : files.get(0).name() + " to " + files.get(files.size() - 1).name();
    String text =
        "a trajectory of "
            + files.size()
            + (files.size() == 1 ? " state, " : " states, each ")
            + first.kind()
            + ", ordered by "
            + (order.by().isEmpty() ? "name alone" : order.by())
            + " ("
            + range
            + ")";
    return order.leftOut().isEmpty() ? text : text + "; left out: " + LeftOut.text(order.leftOut());
  }

  private static List<String> names(Weights weights) {
    List<String> all = weights.tensors().stream().map(WeightTensor::name).toList();
    return weights.tensors().stream()
        .filter(tensor -> tensor.role() != Role.BUFFER && !statistic(tensor.name(), all))
        .map(WeightTensor::name)
        .toList();
  }

  /** This program's running statistics: a mean beside a variance. */
  private static boolean statistic(String name, List<String> all) {
    if (name.endsWith(MEAN)) {
      return all.contains(name.substring(0, name.length() - MEAN.length()) + VARIANCE);
    }
    return name.endsWith(VARIANCE)
        && all.contains(name.substring(0, name.length() - VARIANCE.length()) + MEAN);
  }

  private List<WeightTensor> chosen(Path file, Weights weights, List<String> names)
      throws FormatException {
    Map<String, WeightTensor> known =
        weights.tensors().stream()
            .collect(Collectors.toMap(WeightTensor::name, Function.identity(), (a, b) -> a));
    List<WeightTensor> chosen = new ArrayList<>();
    for (String name : names) {
      WeightTensor tensor = known.get(name);
      List<Long> expected =
          states.isEmpty() || tensor == null ? List.of() : states.get(0).get(chosen.size()).shape();
      if (tensor == null || (!states.isEmpty() && !tensor.shape().equals(expected))) {
        throw new FormatException(
            file.toString(),
            "a tensor "
                + name
                + (states.isEmpty()
                    ? ""
                    : " of shape "
                        + states.get(0).get(chosen.size()).shape()
                        + ", as in "
                        + order.files().get(0).path()),
            tensor == null ? "none of that name" : "the shape " + tensor.shape(),
            "keep only checkpoints of one training in the folder, or give one of its files");
      }
      chosen.add(tensor);
    }
    return chosen;
  }

  @Override
  public String origin() {
    return folder.toString();
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public int size() {
    return states.size();
  }

  @Override
  public long dimension() {
    return offsets[offsets.length - 1];
  }

  @Override
  public double position(int index) {
    return order.positions().get(index);
  }

  @Override
  public synchronized void read(int index, long from, double[] target, int count) {
    if (from < 0 || count > dimension() - from) {
      throw new UncheckedIOException(
          new IOException(
              "trajectory: expected entries 0 to "
                  + dimension()
                  + ", got "
                  + count
                  + " from "
                  + from));
    }
    int done = 0;
    for (int t = 0; t < offsets.length - 1 && done < count; t++) {
      long first = Math.max(0, from + done - offsets[t]);
      long size = offsets[t + 1] - offsets[t];
      if (first < size) {
        int part = (int) Math.min(size - first, count - done);
        System.arraycopy(entries(states.get(index).get(t)), (int) first, target, done, part);
        done += part;
      }
    }
  }

  private double[] entries(WeightTensor tensor) {
    double[] entries = kept.get(tensor);
    if (entries == null) {
      entries = tensor.load();
      kept.put(tensor, entries);
      keptEntries += entries.length;
      long most = Runtime.getRuntime().maxMemory() / 4 / Double.BYTES;
      var oldest = kept.entrySet().iterator();
      while (keptEntries > most && kept.size() > 1) {
        keptEntries -= oldest.next().getValue().length;
        oldest.remove();
      }
    }
    return entries;
  }
}
