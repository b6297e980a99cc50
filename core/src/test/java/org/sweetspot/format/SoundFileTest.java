package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sweetspot.format.Wave.wav;

import java.io.IOException;
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
