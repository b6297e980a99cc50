package org.sweetspot.trajectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NamedTensor;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpzFile;
import org.sweetspot.format.Safetensors;

/** Opens trajectories that other programs wrote. */
public final class TrajectoryFiles {
  private static final String TENSORS = ".safetensors";
  private static final String MEAN = ".mean";
  private static final String VARIANCE = ".variance";
  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d{1,15})\\D*$");
  // What PyTorch's normalizations keep but do not train.
  private static final Pattern BUFFER =
      Pattern.compile("(.*\\.)?(running_mean|running_var|num_batches_tracked)");

  private TrajectoryFiles() {}

  /**
   * A trajectory from an npy file (k x p), an npz file with one such array (and, where it is there,
   * an array "steps" of k positions), or a folder of safetensors files, one a state, in the order
   * of the last number in their names. Running statistics of normalizations are left out.
   *
   * @throws FormatException if it is none of these
   */
  public static Trajectory open(Path path) throws IOException {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      return ofFolder(path);
    }
    if (name.endsWith(".npy")) {
      return new NpyTrajectory(path);
    }
    if (name.endsWith(".npz")) {
      return ofArchive(path);
    }
    throw new FormatException(
        name,
        "an npy or npz file of k x p numbers, or a folder of safetensors files",
        Files.exists(path) ? "another file" : "no such file",
        "write the weights, flattened, one row for each state, with numpy.save");
  }

  private static Trajectory ofArchive(Path path) throws IOException {
    try (NpzFile archive = NpzFile.open(path)) {
      List<String> candidates =
          archive.names().stream().filter(name -> !name.equals("steps")).toList();
      if (candidates.size() != 1) {
        throw new FormatException(
            path.toString(),
            "one array of k x p numbers, and at most one more called steps",
            candidates.isEmpty() ? "none" : "the arrays " + String.join(", ", candidates),
            "write it with numpy.savez(file, weights=..., steps=...)");
      }
      String name = path + ", array " + candidates.get(0);
      double[][] states;
      try (NpyReader reader = archive.array(candidates.get(0))) {
        int width = Math.toIntExact(NpyTrajectory.dimension(name, reader.header()));
        int count = reader.header().shape().get(0);
        long most = Runtime.getRuntime().maxMemory() / 2;
        if (8L * count * width > most || reader.header().fortran()) {
          throw new FormatException(
              name,
              "at most " + most + " bytes in rows that lie together, since archives are unpacked",
              8L * count * width + " bytes" + (reader.header().fortran() ? " by columns" : ""),
              "write it with numpy.save(file.npy, numpy.ascontiguousarray(a))");
        }
        states = new double[count][width];
        for (double[] state : states) {
          reader.read(state, width);
        }
      }
      if (!archive.has("steps")) {
        return new ArrayTrajectory(path.toString(), states);
      }
      try (NpyReader reader = archive.array("steps")) {
        double[] steps = reader.all();
        boolean ascending = IntStream.range(1, steps.length).allMatch(i -> steps[i] > steps[i - 1]);
        if (steps.length != states.length || !ascending) {
          throw new FormatException(
              path + ", array steps",
              states.length + " ascending numbers, one for each state",
              steps.length + (ascending ? " numbers" : " numbers, not ascending"),
              "sort the states and their steps");
        }
        return new ArrayTrajectory(path.toString(), states, steps);
      }
    }
  }

  /**
   * The files of a folder of checkpoints, one a state, in the order of the states.
   *
   * @throws FormatException if there are none
   */
  public static List<Path> states(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> inside = Files.list(folder)) {
      files =
          new ArrayList<>(
              inside.filter(file -> file.toString().endsWith(TENSORS)).sorted().toList());
    }
    if (files.isEmpty()) {
      throw new FormatException(
          folder.toString(),
          "a folder of safetensors files, one for each state",
          "a folder without any",
          "save each state with safetensors.torch.save_file");
    }
    // A stable sort: files without or with equal numbers stay in the order of their names.
    files.sort(Comparator.comparingDouble(TrajectoryFiles::number));
    return files;
  }

  private static Trajectory ofFolder(Path folder) throws IOException {
    List<Path> files = states(folder);
    double[] numbers = files.stream().mapToDouble(TrajectoryFiles::number).toArray();
    boolean told =
        numbers[0] >= 0
            && IntStream.range(1, numbers.length).allMatch(i -> numbers[i] > numbers[i - 1]);
    double[] positions =
        told ? numbers : IntStream.range(0, files.size()).asDoubleStream().toArray();
    List<String> all =
        Safetensors.map(files.get(0)).tensors().stream().map(NamedTensor::name).toList();
    List<String> names = all.stream().filter(name -> !isBuffer(name, all)).toList();
    return new SafetensorsTrajectory(folder.toString(), files, positions, names);
  }

  /** PyTorch's running statistics by their names, this program's as a mean beside a variance. */
  private static boolean isBuffer(String name, List<String> all) {
    if (name.endsWith(MEAN)) {
      return all.contains(name.substring(0, name.length() - MEAN.length()) + VARIANCE);
    }
    if (name.endsWith(VARIANCE)) {
      return all.contains(name.substring(0, name.length() - VARIANCE.length()) + MEAN);
    }
    return BUFFER.matcher(name).matches();
  }

  private static double number(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher last = LAST_NUMBER.matcher(name.substring(0, name.length() - TENSORS.length()));
    return last.find() ? Double.parseDouble(last.group(1)) : -1;
  }
}
