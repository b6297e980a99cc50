package org.sweetspot.measure.noise;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;

/**
 * Sums of gradients g_i of independent units (examples, or batches of a size) over blocks of them,
 * from which moments follow with any block left out: sum |g_i|^2 and |sum g_i|^2. Memory: a vector
 * for each block until {@link #finish}.
 */
final class BlockSums implements AutoCloseable {
  private final double[] counts;
  private final double[] squares;
  private final ParameterVector[] sums;
  private final double[] alongTotal;
  private final double[] lengths;
  private final Precision precision;
  private double squareOfSum;

  BlockSums(int blocks, Supplier<ParameterVector> zero) {
    counts = new double[blocks];
    squares = new double[blocks];
    sums = Stream.generate(zero).limit(blocks).toArray(ParameterVector[]::new);
    alongTotal = new double[blocks];
    lengths = new double[blocks];
    precision = sums[0].space().precision();
  }

  /**
   * Adds units to a block.
   *
   * @param count of units
   * @param square sum of |g_i|^2 over them
   * @param mean of g_i over them
   */
  void add(int block, double count, double square, ParameterVector mean) {
    counts[block] += count;
    squares[block] += square;
    sums[block].add(count, mean);
  }

  /** Takes the inner products that are needed and frees the vectors. */
  BlockSums finish() {
    try (ParameterVector total = sums[0].copy()) {
      for (int k = 1; k < sums.length; k++) {
        total.add(1, sums[k]);
      }
      squareOfSum = total.dot(total);
      for (int k = 0; k < sums.length; k++) {
        alongTotal[k] = sums[k].dot(total);
        lengths[k] = sums[k].dot(sums[k]);
      }
    }
    close();
    return this;
  }

  /** The moments of one unit, from all blocks but one ({@code -1} for none). */
  NoiseMoments without(int block) {
    double count = Arrays.stream(counts).sum();
    double square = Arrays.stream(squares).sum();
    double sum = squareOfSum;
    if (block >= 0) {
      count -= counts[block];
      square -= squares[block];
      sum += lengths[block] - 2 * alongTotal[block];
    }
    return NoiseMoments.ofSums(count, square, sum, precision);
  }

  @Override
  public void close() {
    for (ParameterVector sum : sums) {
      sum.close();
    }
  }
}
