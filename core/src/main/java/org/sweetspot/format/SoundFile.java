package org.sweetspot.format;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * A WAV file as numbers from -1 to 1, the mean of its channels: samples of 8 (from 0 to 255), 16,
 * 24 or 32 bits, divided by the largest power of two that they reach, or floats of 32 or 64 bits as
 * they are.
 *
 * @param file where it is
 * @param rate samples a second
 * @param samples of each channel
 * @param channels that are mixed
 */
public record SoundFile(Path file, double rate, int samples, int channels) {
  private static final int MOST_CHANNELS = 64;
  private static final String DAMAGED = "the file is cut off or damaged: copy it anew or remove it";

  /** Whether a name ends as those of sounds that can be read do. */
  public static boolean isOne(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).endsWith(".wav");
  }

  /**
   * Reads rate and length, not the samples.
   *
   * @throws FormatException if it is no such sound
   */
  public static SoundFile open(Path file) throws IOException {
    return read(
        file,
        (input, format) -> {
          long frames = input.getFrameLength();
          if (frames < 0 || frames > Files.size(file)) {
            throw damaged(file, frames + " samples in " + Files.size(file) + " bytes");
          }
          return new SoundFile(file, format.getSampleRate(), (int) frames, format.getChannels());
        });
  }

  /** Reads with the decoder of a file, which may fail. */
  @FunctionalInterface
  private interface Reading<T> {
    T run(AudioInputStream input, AudioFormat format) throws IOException;
  }

  private static <T> T read(Path file, Reading<T> reading) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new FormatException(
          file.toString(), "a WAV file", "no such file", "check the spelling and the folder");
    }
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        AudioInputStream input = AudioSystem.getAudioInputStream(bytes)) {
      AudioFormat format = input.getFormat();
      int bits = format.getSampleSizeInBits();
      boolean floats = format.getEncoding().equals(AudioFormat.Encoding.PCM_FLOAT);
      boolean whole =
          format.getEncoding().equals(AudioFormat.Encoding.PCM_SIGNED)
              || format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED);
      boolean known =
          floats ? bits == 32 || bits == 64 : whole && bits >= 8 && bits <= 32 && bits % 8 == 0;
      if (!known
          || format.getChannels() < 1
          || format.getChannels() > MOST_CHANNELS
          || format.getFrameSize() != format.getChannels() * (bits / 8)
          || !(format.getSampleRate() > 0)) {
        throw new FormatException(
            file.toString(),
            "PCM of 8, 16, 24 or 32 bits or floats, 1 to " + MOST_CHANNELS + " channels",
            format.toString(),
            "convert it, for instance with ffmpeg -i in.wav -c:a pcm_s16le out.wav");
      }
      return reading.run(input, format);
    } catch (FormatException known) {
      throw known;
    } catch (UnsupportedAudioFileException other) {
      throw new FormatException(
          file.toString(),
          "a WAV file",
          Files.size(file) == 0 ? "an empty file" : "another format",
          "convert it, for instance with ffmpeg -i in -c:a pcm_s16le out.wav, or remove it");
    } catch (IOException | RuntimeException broken) {
      // The decoders answer damaged files with exceptions of every kind.
      FormatException refused = damaged(file, broken.toString());
      refused.initCause(broken);
      throw refused;
    }
  }

  private static FormatException damaged(Path file, String got) {
    return new FormatException(file.toString(), "an intact WAV file", got, DAMAGED);
  }

  /**
   * The samples, the channels mixed to their mean.
   *
   * @param count how many to read: fewer than the file has leaves its end out, for more zeros
   *     follow
   */
  public double[] mixed(int count) throws IOException {
    return read(
        file,
        (input, format) -> {
          double[] result = new double[count];
          int here = Math.min(count, samples);
          int frame = format.getFrameSize();
          byte[] bytes = new byte[Math.min(here, 1 << 13) * frame];
          ByteBuffer buffer =
              ByteBuffer.wrap(bytes)
                  .order(format.isBigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
          for (int done = 0; done < here; ) {
            int part = Math.min(here - done, bytes.length / frame);
            int got = input.readNBytes(bytes, 0, part * frame);
            if (got < part * frame) {
              throw damaged(file, "the end after " + (done + got / frame) + " samples");
            }
            for (int i = 0; i < part; i++) {
              double sum = 0;
              for (int k = 0; k < channels; k++) {
                sum += sample(buffer, i * frame + k * (frame / channels), format);
              }
              result[done + i] = sum / channels;
            }
            done += part;
          }
          return result;
        });
  }

  private static double sample(ByteBuffer buffer, int at, AudioFormat format) {
    int bits = format.getSampleSizeInBits();
    if (format.getEncoding().equals(AudioFormat.Encoding.PCM_FLOAT)) {
      return bits == 32 ? buffer.getFloat(at) : buffer.getDouble(at);
    }
    return switch (bits) {
      case 8 ->
          format.getEncoding().equals(AudioFormat.Encoding.PCM_UNSIGNED)
              ? ((buffer.get(at) & 0xff) - 128) / 128.0
              : buffer.get(at) / 128.0;
      case 16 -> buffer.getShort(at) / 32768.0;
      case 24 -> {
        int low = buffer.get(at) & 0xff;
        int middle = buffer.get(at + 1) & 0xff;
        int high = buffer.get(at + 2);
        boolean big = format.isBigEndian();
        yield ((big ? buffer.get(at) : high) << 16 | middle << 8 | (big ? high & 0xff : low))
            / 8388608.0;
      }
      default -> buffer.getInt(at) / 2147483648.0;
    };
  }
}
