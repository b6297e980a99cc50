package org.sweetspot.sparsity;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Prints what masks of ten million weights cost and keep: see benchmarks/precision. */
final class MaskSpeed {
  private static final int COLUMNS = 3200;
  private static final int ROWS = 3200;

  private MaskSpeed() {}

  /** No arguments. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    float[] values = new float[ROWS * COLUMNS];
    RandomStream stream = new Seed(1).stream("masks");
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) stream.nextGaussian();
    }
    out.println("masks of " + values.length + " weights, one thread, best of 3");
    out.printf("%-28s %8s  %s%n", "mask", "seconds", "kept of the total magnitude");
    SparsePattern two = SparsePattern.of("2:4");
    SparsePattern eight = SparsePattern.of("8:16");
    print(out, values, "2:4 along rows", () -> MagnitudeMask.of(values, COLUMNS, two));
    print(out, values, "2:4 transposable, greedy", () -> mask(values, two, new RepairedGreedy()));
    print(out, values, "2:4 transposable, exact", () -> mask(values, two, new ExactMatching()));
    print(
        out, values, "8:16 transposable, greedy", () -> mask(values, eight, new RepairedGreedy()));
    print(
        out,
        values,
        "8:16 transposable, entropic",
        () -> mask(values, eight, EntropicTransport.USUAL));
    print(out, values, "8:16 transposable, exact", () -> mask(values, eight, new ExactMatching()));
  }

  private static boolean[] mask(float[] values, SparsePattern pattern, BlockSolver solver) {
    return TransposableMask.of(values, COLUMNS, pattern, solver);
  }

  private static void print(
      PrintStream out, float[] values, String name, Supplier<boolean[]> work) {
    double best = Double.POSITIVE_INFINITY;
    boolean[] all = new boolean[values.length];
    Arrays.fill(all, true);
    double share = 0;
    for (int round = 0; round < 3; round++) {
      long begin = System.nanoTime();
      boolean[] mask = work.get();
      best = Math.min(best, (System.nanoTime() - begin) / 1e9);
      share = TransposableMask.kept(values, mask) / TransposableMask.kept(values, all);
    }
    out.printf(Locale.ROOT, "%-28s %8.2f  %.4f%n", name, best, share);
  }
}
