package org.sweetspot.precision;

import org.sweetspot.api.PublicApi;
import org.sweetspot.random.RandomStream;

/**
 * A random number for each value of a tensor, by its position: a hash of position and two keys, so
 * that it does not depend on threads or on the order of work.
 *
 * <p>The second key enters between the two multiplications. With one key alone, hash(position xor
 * key), two tensors would often use the same numbers in another order.
 *
 * @param first key at the position
 * @param second key between the multiplications
 */
@PublicApi
public record Draws(int first, int second) {
  static final int MIX_ONE = 0x85ebca6b;
  static final int MIX_TWO = 0xc2b2ae35;

  /** The next tensor's draws; takes one word of the stream. */
  public static Draws of(RandomStream stream) {
    long word = stream.nextLong();
    return new Draws((int) word, (int) (word >>> Integer.SIZE));
  }

  /** Draws of their own for a part of the work on the same tensor. */
  public Draws child(int part) {
    return new Draws(bits(part) ^ second, swapped().bits(part));
  }

  private Draws swapped() {
    return new Draws(/* first= */ second, /* second= */ first);
  }

  /** 32 random bits. */
  public int bits(int position) {
    int h = position ^ first;
    h = (h ^ (h >>> 16)) * MIX_ONE ^ second;
    h = (h ^ (h >>> 13)) * MIX_TWO;
    return h ^ (h >>> 16);
  }

  /** Uniform in (0, 1): an odd multiple of 2^-24. */
  public float uniform(int position) {
    return ((bits(position) >>> 9) * 2 + 1) * 0x1p-24f;
  }

  /** Uniform in (0, 1) with 53 bits, for probabilities that may be tiny; of twice the positions. */
  public double fineUniform(int position) {
    long high = Integer.toUnsignedLong(bits(2 * position)) << 20;
    return ((high | bits(2 * position + 1) >>> 12) + 0.5) * 0x1p-52;
  }
}
