package org.sweetspot.torch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.random.Seed;
import org.sweetspot.topology.BlockedDistances;
import org.sweetspot.topology.DimensionFit;
import org.sweetspot.topology.DistanceTable;
import org.sweetspot.topology.Lifetimes;
import org.sweetspot.topology.Metric;
import org.sweetspot.topology.PersistentDimension;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.trajectory.TrajectoryFiles;

/** What benchmarks/topology/run starts. The last line has seconds, peak megabytes and a result. */
final class TopologyBenchmark {
  private TopologyBenchmark() {}

  /**
   * Times one task.
   *
   * @param arguments "lifetimes FILE" or "dimension FILE"
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "lifetimes" -> lifetimes(TrajectoryFiles.open(Path.of(arguments[1])));
      case "dimension" -> dimension(TrajectoryFiles.open(Path.of(arguments[1])));
      default -> throw new IllegalArgumentException("task: expected lifetimes or dimension");
    }
  }

  private static void lifetimes(Trajectory trajectory) throws IOException {
    long start = System.nanoTime();
    MatrixAlgebra algebra = new TorchAlgebra(0);
    double sum = Lifetimes.of(BlockedDistances.of(Metric.EUCLIDEAN, trajectory, algebra)).sum(1);
    print(start, sum);
  }

  /** From distances on, as for the peer; the first time, with a cold compiler, counts too. */
  private static void dimension(Trajectory trajectory) throws IOException {
    MatrixAlgebra algebra = new TorchAlgebra(0);
    DistanceTable table = BlockedDistances.of(Metric.EUCLIDEAN, trajectory, algebra);
    long start = System.nanoTime();
    DimensionFit fit = PersistentDimension.USUAL.of(table, new Seed(1).stream("benchmark"));
    print(start, fit.dimension());
  }

  private static void print(long start, double result) throws IOException {
    double seconds = (System.nanoTime() - start) * 1e-9;
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElseThrow()
            .replaceAll("\\D", "");
    System.out.printf(
        Locale.ROOT, "%.4f %.0f %.12g%n", seconds, Long.parseLong(peak) / 1024.0, result);
  }
}
