package org.sweetspot.random;

/**
 * The one number from which all randomness of a run derives.
 *
 * <p>A stream's key is a hash of the seed and the stream's name, so streams are independent of the
 * order in which they are asked for, and adding one changes no other.
 *
 * @param value any number; equal seeds give equal streams
 */
public record Seed(long value) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /** The stream of that name, at its beginning. */
  public RandomStream stream(String name) {
    return new RandomStream(derive(name), 0);
  }

  /** A seed of its own for a named part, for instance one arm of an experiment. */
  public Seed child(String name) {
    return new Seed(derive("seed/" + name));
  }

  private long derive(String name) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * FNV_PRIME;
    }
    return RandomStream.mix(RandomStream.mix(value) ^ hash);
  }
}
