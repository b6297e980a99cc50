package org.sweetspot.data;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.security.MessageDigest;
import org.sweetspot.vector.Precision;

/**
 * Floating-point numbers in direct memory, in the precision that their source has, so that nothing
 * is rounded before an engine asks for it. Read and written by index only.
 */
public final class Numbers {
  private static final int CHUNK = 1 << 14;

  private final Precision precision;
  private final ByteBuffer bytes;
  private final FloatBuffer floats;
  private final DoubleBuffer doubles;

  private Numbers(Precision precision, ByteBuffer bytes) {
    this.precision = precision;
    this.bytes = bytes;
    this.floats = bytes.asFloatBuffer();
    this.doubles = bytes.asDoubleBuffer();
  }

  /** So many zeros. */
  public static Numbers zeros(Precision precision, int count) {
    int length = Math.multiplyExact(count, precision.bytes());
    return new Numbers(precision, ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder()));
  }

  /**
   * Direct memory in native order, shared and not copied.
   *
   * @param bytes a whole number of entries from its start to its capacity
   */
  public static Numbers over(Precision precision, ByteBuffer bytes) {
    if (!bytes.isDirect() || bytes.capacity() % precision.bytes() != 0) {
      throw new IllegalArgumentException(
          "numbers: expected direct memory of a multiple of "
              + precision.bytes()
              + " bytes, got "
              + bytes.capacity()
              + (bytes.isDirect() ? "" : " on the heap"));
    }
    return new Numbers(precision, bytes.duplicate().clear().order(ByteOrder.nativeOrder()));
  }

  /** A copy of these numbers in single precision. */
  public static Numbers of(float... values) {
    Numbers numbers = zeros(Precision.FLOAT, values.length);
    numbers.floats.put(0, values);
    return numbers;
  }

  /** A copy of these numbers in double precision. */
  public static Numbers of(double... values) {
    Numbers numbers = zeros(Precision.DOUBLE, values.length);
    numbers.doubles.put(0, values);
    return numbers;
  }

  /** How many. */
  public int size() {
    return bytes.capacity() / precision.bytes();
  }

  /** The format they are kept in. */
  public Precision precision() {
    return precision;
  }

  /** One number. */
  public double get(int index) {
    return precision == Precision.FLOAT ? floats.get(index) : doubles.get(index);
  }

  /** Sets one number, rounded to the precision. */
  public void put(int index, double value) {
    if (precision == Precision.FLOAT) {
      floats.put(index, (float) value);
    } else {
      doubles.put(index, value);
    }
  }

  /** The memory as a buffer of floats or of doubles, shared. */
  public Buffer memory() {
    return precision == Precision.FLOAT ? floats.duplicate() : doubles.duplicate();
  }

  /** Adds the numbers, little-endian, to a hash: the same on every platform. */
  void addTo(MessageDigest hash) {
    ByteBuffer chunk =
        ByteBuffer.allocate(CHUNK * precision.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < size(); from += CHUNK) {
      int length = Math.min(CHUNK, size() - from);
      if (precision == Precision.FLOAT) {
        chunk.asFloatBuffer().put(floats.slice(from, length));
      } else {
        chunk.asDoubleBuffer().put(doubles.slice(from, length));
      }
      hash.update(chunk.array(), 0, length * precision.bytes());
    }
  }
}
