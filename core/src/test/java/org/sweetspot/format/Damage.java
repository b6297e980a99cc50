package org.sweetspot.format;

import java.util.Arrays;
import org.sweetspot.random.RandomStream;

/** Files as a bad disk or a broken download leaves them. */
public final class Damage {
  private Damage() {}

  /**
   * The bytes with one to four of them changed, now and then cut short.
   *
   * @param whole at least one byte; not changed
   * @param end half of the damage hits so many bytes at the start or the end, where headers and
   *     directories are
   */
  public static byte[] of(byte[] whole, int end, RandomStream stream) {
    byte[] bytes = whole.clone();
    for (int flips = 1 + stream.nextInt(4); flips > 0; flips--) {
      int near = Math.min(bytes.length, end);
      int at =
          switch (stream.nextInt(4)) {
            case 0 -> stream.nextInt(near);
            case 1 -> bytes.length - 1 - stream.nextInt(near);
            default -> stream.nextInt(bytes.length);
          };
      bytes[at] = (byte) stream.nextInt(256);
    }
    return stream.nextInt(4) == 0 ? Arrays.copyOf(bytes, stream.nextInt(bytes.length)) : bytes;
  }
}
