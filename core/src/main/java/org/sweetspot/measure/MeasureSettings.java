package org.sweetspot.measure;

import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Split;

/**
 * How much to spend, and on which data.
 *
 * @param split that curvature and noise are measured on
 * @param examples most examples of it that curvature and noise are measured on
 * @param chunk most examples in one pass; under {@link Mode#PROBE} also what shares batch
 *     statistics
 * @param mode of what describes the function: {@link Mode#EVALUATE} or {@link Mode#PROBE}
 * @param stepMode of what judges a step or its noise, likewise
 * @param eigenvalues how many of the largest
 * @param tolerance of eigenvalues, relative to the largest
 * @param products most Hessian products for one measure
 * @param traceError wanted standard error of a trace, relative to it
 * @param replicates of bootstraps
 * @param memory most bytes of vectors that an estimator may hold at once, and of graphs that are
 *     kept; large models then get smaller bases, and graphs are rebuilt at each product
 */
public record MeasureSettings(
    Split split,
    int examples,
    int chunk,
    Mode mode,
    Mode stepMode,
    int eigenvalues,
    double tolerance,
    int products,
    double traceError,
    int replicates,
    long memory) {
  /** 1,024 training examples, five eigenvalues to 1e-4, a trace to 5%, 1 GiB of vectors. */
  public static final MeasureSettings DEFAULT =
      new MeasureSettings(
          Split.TRAIN, 1024, 1024, Mode.EVALUATE, Mode.PROBE, 5, 1e-4, 200, 0.05, 200, 1L << 30);

  /** Checks the numbers. */
  public MeasureSettings {
    check(examples >= 1, "examples", "at least 1", examples);
    check(chunk >= 1, "chunk", "at least 1 example", chunk);
    check(
        mode != Mode.TRAIN, "mode", "EVALUATE or PROBE; TRAIN would move running statistics", mode);
    check(
        stepMode != Mode.TRAIN,
        "mode of steps",
        "EVALUATE or PROBE; TRAIN would move running statistics",
        stepMode);
    check(eigenvalues >= 1, "eigenvalues", "at least 1", eigenvalues);
    check(tolerance > 0 && tolerance < 1, "tolerance", "above 0, below 1", tolerance);
    check(products >= 4, "products", "at least 4", products);
    check(traceError >= 0, "trace error", "0 (spend all products) or more", traceError);
    check(replicates >= 20, "replicates", "at least 20", replicates);
    check(memory >= 1, "memory", "at least 1 byte", memory);
  }

  private static void check(boolean holds, String name, String expected, Object got) {
    if (!holds) {
      throw new IllegalArgumentException(
          "measuring, " + name + ": expected " + expected + ", got " + got);
    }
  }

  /** The same on other data. */
  public MeasureSettings withSplit(Split value) {
    return new MeasureSettings(
        value,
        examples,
        chunk,
        mode,
        stepMode,
        eigenvalues,
        tolerance,
        products,
        traceError,
        replicates,
        memory);
  }

  /** The same on at most so many examples, in passes of at most so many. */
  public MeasureSettings withExamples(int value, int passes) {
    return new MeasureSettings(
        split,
        value,
        passes,
        mode,
        stepMode,
        eigenvalues,
        tolerance,
        products,
        traceError,
        replicates,
        memory);
  }

  /** The same with everything taken in one mode. */
  public MeasureSettings withMode(Mode value) {
    return new MeasureSettings(
        split,
        examples,
        chunk,
        value,
        value,
        eigenvalues,
        tolerance,
        products,
        traceError,
        replicates,
        memory);
  }

  /** The same with other precision and budget for eigenvalues. */
  public MeasureSettings withEigenvalues(int count, double relative, int budget) {
    return new MeasureSettings(
        split,
        examples,
        chunk,
        mode,
        stepMode,
        count,
        relative,
        budget,
        traceError,
        replicates,
        memory);
  }

  /** The same with other limits on the vectors held. */
  public MeasureSettings withMemory(long bytes) {
    return new MeasureSettings(
        split,
        examples,
        chunk,
        mode,
        stepMode,
        eigenvalues,
        tolerance,
        products,
        traceError,
        replicates,
        bytes);
  }

  /** The same with another precision of traces. */
  public MeasureSettings withTraceError(double value) {
    return new MeasureSettings(
        split,
        examples,
        chunk,
        mode,
        stepMode,
        eigenvalues,
        tolerance,
        products,
        value,
        replicates,
        memory);
  }
}
