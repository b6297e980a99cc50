package org.sweetspot.random;

/**
 * A stream of random numbers whose whole state is a key and a counter.
 *
 * <p>Draw {@code i} is {@code mix(key + (i + 1) * golden)}: SplitMix64 (Steele, Lea and Flood,
 * "Fast splittable pseudorandom number generators", OOPSLA 2014). Being a function of the counter,
 * a stream is resumed exactly from {@link #key()} and {@link #position()}. {@link StrictMath} makes
 * the real-valued draws equal on every platform.
 *
 * <p>Not safe for use by several threads.
 */
public final class RandomStream {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;
  private static final double UNIT = 0x1.0p-53;

  private final long key;
  private long position;

  /**
   * A stream at a given position.
   *
   * @param key the stream's identity; use {@link Seed#stream} to get one by name
   * @param position how many 64-bit words were already drawn
   */
  public RandomStream(long key, long position) {
    this.key = key;
    this.position = position;
  }

  /** The stream's identity. */
  public long key() {
    return key;
  }

  /** How many 64-bit words were drawn so far. */
  public long position() {
    return position;
  }

  /** Moves on as if so many 64-bit words had been drawn; costs nothing. */
  public void skip(long words) {
    if (words < 0) {
      throw new IllegalArgumentException("words to skip: expected 0 or more, got " + words);
    }
    position += words;
  }

  /** The next 64 random bits. */
  public long nextLong() {
    position++;
    return mix(key + position * GOLDEN);
  }

  /** Uniform in [0, 1), a multiple of 2^-53. */
  public double nextDouble() {
    return (nextLong() >>> 11) * UNIT;
  }

  /** Uniform in 0 to {@code bound - 1}, without bias (Lemire's rejection). */
  public int nextInt(int bound) {
    if (bound <= 0) {
      throw new IllegalArgumentException(
          "bound of a random integer: expected at least 1, got " + bound);
    }
    long product = (nextLong() >>> 32) * bound;
    long low = product & 0xffffffffL;
    if (low < bound) {
      long threshold = (1L << 32) % bound;
      while (low < threshold) {
        product = (nextLong() >>> 32) * bound;
        low = product & 0xffffffffL;
      }
    }
    return (int) (product >>> 32);
  }

  /** Standard normal, by Box and Muller's cosine branch: two words a draw, so no hidden state. */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
  }

  /** A uniformly random order of 0 to {@code size - 1} (Fisher and Yates). */
  public int[] permutation(int size) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  static long mix(long bits) {
    long z = bits;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
