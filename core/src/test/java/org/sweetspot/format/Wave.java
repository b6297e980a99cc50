package org.sweetspot.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes the WAV files that tests read. */
public final class Wave {
  private Wave() {}

  /** A WAV file; the second channel, if there is one, is half of the first. */
  public static byte[] wav(int bits, boolean floats, int channels, int rate, double... wave) {
    int frame = channels * bits / 8;
    ByteBuffer file = ByteBuffer.allocate(44 + wave.length * frame).order(ByteOrder.LITTLE_ENDIAN);
    file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + wave.length * frame);
    file.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
    file.putShort((short) (floats ? 3 : 1)).putShort((short) channels).putInt(rate);
    file.putInt(rate * frame).putShort((short) frame).putShort((short) bits);
    file.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(wave.length * frame);
    for (double value : wave) {
      for (int k = 1; k <= channels; k++) {
        put(file, bits, floats, value / k);
      }
    }
    return file.array();
  }

  private static void put(ByteBuffer file, int bits, boolean floats, double value) {
    if (floats) {
      if (bits == 32) {
        file.putFloat((float) value);
      } else {
        file.putDouble(value);
      }
      return;
    }
    long whole = Math.round(value * (1L << (bits - 1)));
    if (bits == 8) {
      file.put((byte) (whole + 128));
    } else {
      for (int k = 0; k < bits; k += 8) {
        file.put((byte) (whole >> k));
      }
    }
  }
}
