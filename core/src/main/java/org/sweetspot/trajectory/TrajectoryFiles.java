package org.sweetspot.trajectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NpyReader;
import org.sweetspot.format.NpzFile;

/** Opens trajectories that other programs wrote. */
public final class TrajectoryFiles {
  private static final int SHOWN = 4;

  private TrajectoryFiles() {}

  /** A trajectory whose states tell their order, as {@link #open(Path, boolean)}. */
  public static Trajectory open(Path path) throws IOException {
    return open(path, false);
  }

  /**
   * A trajectory from an npy file (k x p), an npz file with one such array (and, where it is there,
   * an array "steps" of k positions), or a folder of checkpoints, one a state: files of weights of
   * any kind, or models' folders, in the order of a step or an epoch that their names or contents
   * tell. Running statistics of normalizations and what else is not weights are left out.
   *
   * @param named whether files that tell no order are taken in the order of their names
   * @throws FormatException if it is none of these
   */
  public static Trajectory open(Path path, boolean named) throws IOException {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      return new FileTrajectory(path, order(path, named));
    }
    if (name.endsWith(".npy")) {
      return ofArray(path);
    }
    if (name.endsWith(".npz")) {
      return ofArchive(path);
    }
    throw new FormatException(
        name,
        "an npy or npz file of k x p numbers, or a folder of checkpoints",
        Files.exists(path) ? "another file" : "no such file",
        "write the weights, flattened, one row for each state, with numpy.save");
  }

  private static Trajectory ofArray(Path path) throws IOException {
    try (NpyReader reader = NpyReader.open(path)) {
      // Rows of an array by columns do not lie together in the file.
      return reader.header().fortran() && reader.header().shape().size() > 1
          ? new ArrayTrajectory(path.toString(), rows(path.toString(), reader))
          : new NpyTrajectory(path);
    }
  }

  /** All states, in memory. */
  private static double[][] rows(String name, NpyReader reader) throws IOException {
    int width = Math.toIntExact(NpyTrajectory.dimension(name, reader.header()));
    int count = reader.header().shape().get(0);
    boolean columns = reader.header().fortran();
    long most = Runtime.getRuntime().maxMemory() / (columns ? 4 : 2);
    if (8L * count * width > most) {
      throw new FormatException(
          name,
          "at most " + most + " bytes, since archives and arrays by columns are unpacked",
          8L * count * width + " bytes",
          "write it to a new file: numpy.save('trajectory.npy', numpy.ascontiguousarray(a))");
    }
    double[][] states = new double[count][width];
    if (columns) {
      double[] all = reader.all();
      for (int i = 0; i < count; i++) {
        System.arraycopy(all, i * width, states[i], 0, width);
      }
    } else {
      for (double[] state : states) {
        reader.read(state, width);
      }
    }
    return states;
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
        states = rows(name, reader);
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
   * The files that a trajectory is read from, in the order of the states.
   *
   * @param named whether files that tell no order are taken in the order of their names
   * @throws FormatException if there are none
   */
  public static List<Path> states(Path path, boolean named) throws IOException {
    return Files.isDirectory(path)
        ? order(path, named).files().stream().map(StateFile::main).toList()
        : List.of(path);
  }

  private static StateOrder order(Path folder, boolean named) throws IOException {
    List<StateFile> files = StateFile.in(folder);
    if (files.isEmpty()) {
      throw new FormatException(
          folder.toString(),
          "a folder of checkpoints: files of weights or models' folders, one a state",
          "a folder without any",
          "save each state, for instance with safetensors.torch.save_file, as step-N.safetensors");
    }
    StateOrder order = StateOrder.of(files);
    if (order.by().isEmpty() && files.size() > 1 && !named) {
      throw new FormatException(
          folder.toString(),
          "checkpoints whose names or contents tell a step or an epoch",
          files.size() + " files of weights that tell none: " + shown(files),
          "give one of the files; or, where they are states of one training, rename copies to"
              + " step-N, or say --as trajectory to take them in the order of their names");
    }
    return order;
  }

  private static String shown(List<StateFile> files) {
    String names =
        files.stream()
            .limit(SHOWN)
            .map(file -> String.valueOf(file.path().getFileName()))
            .collect(Collectors.joining(", "));
    return files.size() > SHOWN ? names + ", ..." : names;
  }
}
