package org.sweetspot.precision;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Prints how many million values a second each quantizer takes: see benchmarks/precision. */
final class FormatSpeed {
  private static final int VALUES = 10_000_000;
  private static final int ROW = 1024;
  private static final int COLUMNS = 32;
  private static final int ROUNDS = 16;
  private static final String[] NAMES = {
    "int8",
    "int8+stochastic",
    "int4+stochastic",
    "e4m3",
    "e4m3+stochastic",
    "e5m2+stochastic",
    "e2m1",
    "e2m1+stochastic",
    "e1m2+stochastic",
    "log4+stochastic",
    "bfloat16",
    "bfloat16+stochastic",
    "half+stochastic",
    "mxfp8",
    "mxfp8+stochastic",
    "mxfp4",
    "mxfp4+stochastic",
    "nvfp4",
    "nvfp4+stochastic"
  };

  private FormatSpeed() {}

  /** Rounds, 16 if not given. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
    FloatBuffer from = buffer();
    FloatBuffer into = buffer();
    RandomStream stream = new Seed(1).stream("speed");
    for (int i = 0; i < from.capacity(); i++) {
      from.put(i, (float) stream.nextGaussian());
    }
    out.println(
        "million values a second, the search for the scale included; best of "
            + rounds
            + "; one thread by its processor time; down columns: blocks down those of a matrix of "
            + COLUMNS
            + ", one thread");
    out.printf("%-22s %9s %9s %12s%n", "quantizer", "1 thread", "2 threads", "down columns");
    for (String name : NAMES) {
      Quantizer quantizer = Quantizers.named(name).orElseThrow();
      double one = best(quantizer, from, into, 1, rounds, false);
      double two = best(quantizer, from, into, 2, rounds, false);
      double down = best(quantizer, from, into, 1, rounds, true);
      out.printf(Locale.ROOT, "%-22s %9.0f %9.0f %12.0f%n", name, one, two, down);
    }
  }

  private static double best(
      Quantizer quantizer,
      FloatBuffer from,
      FloatBuffer into,
      int threads,
      int rounds,
      boolean columns) {
    double best = 0;
    for (int round = 0; round < rounds; round++) {
      long begin = now(threads);
      Draws draws = new Draws(round, 1);
      if (columns) {
        quantizer.quantizeColumns(from, into, COLUMNS, draws, threads);
      } else {
        quantizer.quantize(from, into, ROW, draws, threads);
      }
      best = Math.max(best, 1e3 * from.capacity() / (now(threads) - begin));
    }
    return best;
  }

  /** One thread: its processor time, which other programs don't lengthen; more: the clock. */
  private static long now(int threads) {
    return threads == 1
        ? ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()
        : System.nanoTime();
  }

  private static FloatBuffer buffer() {
    int size = VALUES / ROW * ROW;
    return ByteBuffer.allocateDirect(size * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
