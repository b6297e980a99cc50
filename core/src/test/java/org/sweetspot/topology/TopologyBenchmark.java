package org.sweetspot.topology;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.trajectory.TrajectoryFiles;

/** What benchmarks/topology/run starts. The last line has seconds, peak megabytes and a result. */
final class TopologyBenchmark {
  private TopologyBenchmark() {}

  /**
   * Times one task.
   *
   * @param arguments "lifetimes FILE", "dimension FILE" or "large STATES ENTRIES"
   */
  public static void main(String[] arguments) throws IOException {
    switch (arguments[0]) {
      case "lifetimes" -> lifetimes(TrajectoryFiles.open(Path.of(arguments[1])));
      case "dimension" -> dimension(TrajectoryFiles.open(Path.of(arguments[1])));
      case "large" ->
          large(new Pattern(Integer.parseInt(arguments[1]), Long.parseLong(arguments[2])));
      default -> throw new IllegalArgumentException("task: expected lifetimes, dimension or large");
    }
  }

  private static void lifetimes(Trajectory trajectory) throws IOException {
    long start = System.nanoTime();
    double sum = Lifetimes.of(BlockedDistances.of(Metric.EUCLIDEAN, trajectory)).sum(1);
    print(start, sum);
  }

  /** From distances on, as for the peer; the first time, with a cold compiler, counts too. */
  private static void dimension(Trajectory trajectory) throws IOException {
    DistanceTable table = BlockedDistances.of(Metric.EUCLIDEAN, trajectory);
    long start = System.nanoTime();
    DimensionFit fit = PersistentDimension.USUAL.of(table, new Seed(1).stream("benchmark"));
    print(start, fit.dimension());
  }

  private static void large(Trajectory trajectory) throws IOException {
    long start = System.nanoTime();
    Trajectory small = ProjectedTrajectory.of(trajectory, 4096, new Seed(1).stream("benchmark"));
    DistanceTable table = BlockedDistances.of(Metric.EUCLIDEAN, small);
    double sum = Lifetimes.of(table).sum(1);
    int last = trajectory.size() - 1;
    System.out.printf(
        Locale.ROOT,
        "distance of the first and the last state: projected %.6g, exact %.6g%n",
        table.get(0, last),
        exact(trajectory, last));
    print(start, sum);
  }

  private static double exact(Trajectory trajectory, int last) {
    double[] a = new double[1 << 16];
    double[] b = new double[1 << 16];
    double sum = 0;
    for (long from = 0; from < trajectory.dimension(); from += a.length) {
      int count = (int) Math.min(a.length, trajectory.dimension() - from);
      trajectory.read(0, from, a, count);
      trajectory.read(last, from, b, count);
      for (int j = 0; j < count; j++) {
        sum += (a[j] - b[j]) * (a[j] - b[j]);
      }
    }
    return Math.sqrt(sum);
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

  /** A smooth path with shaking, computed when it is read: no disk is needed. */
  private record Pattern(int size, long dimension) implements Trajectory {
    @Override
    public String origin() {
      return "a pattern";
    }

    @Override
    public double position(int index) {
      return index;
    }

    @Override
    public void read(int index, long from, double[] target, int count) {
      for (int j = 0; j < count; j++) {
        long bits = (from + j) * 0x9e3779b97f4a7c15L + index * 0xbf58476d1ce4e5b9L;
        bits = (bits ^ (bits >>> 29)) * 0x94d049bb133111ebL;
        target[j] = index * 1e-3 + (bits >> 11) * 0x1p-52;
      }
    }
  }
}
