package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

/** Sounds of every width come back as the numbers that were written. */
class SoundFileTest {
  private static final int CASES = 2000;
  private static final double[] WAVE = {0, 0.5, -0.25, -1, 0.75, 0.125};

  @TempDir private Path folder;

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

  private Path write(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("sound.wav"), bytes);
  }

  @ParameterizedTest
  @CsvSource({"8, false", "16, false", "24, false", "32, false", "32, true", "64, true"})
  void everyWidthIsRead(int bits, boolean floats) throws IOException {
    SoundFile sound = SoundFile.open(write(wav(bits, floats, 1, 8000, WAVE)));

    assertThat(sound.rate()).isEqualTo(8000);
    assertThat(sound.samples()).isEqualTo(WAVE.length);
    assertThat(sound.mixed(WAVE.length)).containsExactly(WAVE);
  }

  @ParameterizedTest
  @CsvSource({"16, false", "24, false", "32, true"})
  void channelsAreMixedToTheirMean(int bits, boolean floats) throws IOException {
    SoundFile sound = SoundFile.open(write(wav(bits, floats, 2, 16000, WAVE)));

    assertThat(sound.channels()).isEqualTo(2);
    double[] mixed = sound.mixed(WAVE.length);
    for (int i = 0; i < WAVE.length; i++) {
      assertThat(mixed[i]).isCloseTo(0.75 * WAVE[i], Offset.offset(1e-7));
    }
  }

  @Test
  void theEndIsCutOrFilledWithZeros() throws IOException {
    SoundFile sound = SoundFile.open(write(wav(16, false, 1, 8000, WAVE)));

    assertThat(sound.mixed(2)).containsExactly(0, 0.5);
    assertThat(sound.mixed(8)).containsExactly(0, 0.5, -0.25, -1, 0.75, 0.125, 0, 0);
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    assertThatThrownBy(() -> SoundFile.open(write("ID3 music".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("expected a WAV file, got another format")
        .hasMessageContaining("ffmpeg");
    assertThatThrownBy(() -> SoundFile.open(write(new byte[0])))
        .hasMessageContaining("got an empty file");
    byte[] whole = wav(16, false, 1, 8000, WAVE);
    assertThatThrownBy(
            () ->
                SoundFile.open(write(java.util.Arrays.copyOf(whole, whole.length - 4)))
                    .mixed(WAVE.length))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("got the end after 4 samples");
  }

  @Test
  void damagedFilesAreReadOrRefused() throws IOException {
    RandomStream stream = new Seed(14).stream("test/sounds");
    int refused = 0;
    for (int i = 0; i < CASES; i++) {
      byte[] whole = wav(16, false, 1 + i % 2, 8000, WAVE);
      Path file = write(Damage.of(whole, 44, stream));
      try {
        SoundFile sound = SoundFile.open(file);
        assertThat(sound.mixed(Math.min(100, sound.samples()))).isNotNull();
      } catch (FormatException expected) {
        assertThat(expected.remedy()).isNotEmpty();
        refused++;
      }
    }
    assertThat(refused).isBetween(CASES / 10, CASES - 1);
  }
}
