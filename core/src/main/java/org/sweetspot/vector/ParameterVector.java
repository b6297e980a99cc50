package org.sweetspot.vector;

import java.nio.ByteBuffer;

/**
 * A point or a direction in parameter space, kept where its engine keeps it.
 *
 * <p>Operations change the vector in place and return it, so that they chain. All vectors of one
 * call belong to the same {@link ParameterSpace}; others are refused. Sums over entries ({@link
 * #dot}, {@link #norm}) accumulate in double precision. A vector owns its memory until {@link
 * #close()}; using it afterwards fails.
 */
public interface ParameterVector extends AutoCloseable {
  /** The space this vector belongs to. */
  ParameterSpace space();

  /** The inner product, sum of x_i y_i, accumulated in double precision. */
  double dot(ParameterVector other);

  /** The Euclidean norm. */
  default double norm() {
    return Math.sqrt(dot(this));
  }

  /** x := x + factor * other. */
  ParameterVector add(double factor, ParameterVector other);

  /** x := factor * x. A factor of zero gives zeros even where x is not finite. */
  ParameterVector scale(double factor);

  /** x := other. */
  ParameterVector set(ParameterVector other);

  /** x := x * other, entry by entry. */
  ParameterVector multiply(ParameterVector other);

  /** x := x + factor * a * b, entry by entry. */
  ParameterVector addProduct(double factor, ParameterVector a, ParameterVector b);

  /**
   * x := x + factor * numerator / (sqrt(scale * square) + epsilon), entry by entry: the step of
   * every adaptive optimizer. Entries of {@code square} must not be negative.
   */
  ParameterVector addRatio(
      double factor,
      ParameterVector numerator,
      double scale,
      ParameterVector square,
      double epsilon);

  /** A new vector with the same entries; the caller closes it. */
  ParameterVector copy();

  /**
   * The entries of one group, sharing memory with this vector: writing to the view writes here. Its
   * space has that group alone, at offset zero. Closing the view leaves this vector open; closing
   * this vector ends the view.
   */
  ParameterVector view(ParameterGroup group);

  /** True if no entry is NaN or infinite. */
  boolean isFinite();

  /**
   * Writes all entries to the buffer, little-endian, in the space's precision, and advances it.
   *
   * @param target at least {@code dimension * precision.bytes()} bytes remaining
   */
  void write(ByteBuffer target);

  /** Reads all entries as {@link #write} wrote them, bit by bit, and advances the buffer. */
  ParameterVector read(ByteBuffer source);

  /** A copy of all entries as doubles; for reports and tests, not for algorithms. */
  double[] toArray();

  /**
   * Some entries, as doubles.
   *
   * @param indices from 0, in any order, also several times
   */
  double[] gather(int[] indices);

  /** x := entries, rounded to the space's precision. */
  ParameterVector set(double[] entries);

  /** Frees the memory. Closing twice has no effect. */
  @Override
  void close();
}
