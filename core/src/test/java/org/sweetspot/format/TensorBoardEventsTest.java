package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardEventsTest {
  @TempDir Path folder;

  private static void add(TensorBoardEvents events, long step) throws IOException {
    events.add(
        1235.0 + step,
        step,
        new TreeMap<>(Map.of("loss/train", 1.0 / step, "accuracy/tést", 0.25)));
  }

  /** Written by src/test/python/tensorboard_sample.py with TensorBoard's own protocol buffers. */
  @Test
  void theBytesAreThoseThatTensorBoardWrites() throws IOException {
    Path file = folder.resolve("events");
    try (TensorBoardEvents events = TensorBoardEvents.create(file, 1234.5)) {
      add(events, 1);
      add(events, 200);
      add(events, 70000);
    }
    try (InputStream sample = TensorBoardEventsTest.class.getResourceAsStream("sample.tfevents")) {
      assertThat(Files.readAllBytes(file)).isEqualTo(Objects.requireNonNull(sample).readAllBytes());
    }
  }

  @Test
  void theChecksumIsMaskedCastagnoli() {
    // CRC-32C of "123456789" is e3069283.
    ByteBuffer check = ByteBuffer.wrap("123456789".getBytes(StandardCharsets.UTF_8));
    assertThat(TensorBoardEvents.maskedCrc(check))
        .isEqualTo(Integer.rotateRight(0xe3069283, 15) + 0xa282ead8);
  }

  @Test
  void goingOnAtAPositionGivesTheSameBytes() throws IOException {
    Path whole = folder.resolve("whole");
    try (TensorBoardEvents events = TensorBoardEvents.create(whole, 1)) {
      add(events, 1);
      add(events, 2);
    }
    Path resumed = folder.resolve("resumed");
    long position;
    try (TensorBoardEvents events = TensorBoardEvents.create(resumed, 1)) {
      add(events, 1);
      position = events.flush();
      add(events, 7);
    }
    try (TensorBoardEvents events = TensorBoardEvents.resume(resumed, position)) {
      add(events, 2);
    }
    assertThat(resumed).hasSameBinaryContentAs(whole);
  }

  @Test
  void manyEventsPassThroughASmallBuffer() throws IOException {
    Path file = folder.resolve("many");
    TreeMap<String, Double> wide = new TreeMap<>();
    for (int i = 0; i < 2000; i++) {
      wide.put("a/rather/long/name/" + i, 1.0 * i);
    }
    try (TensorBoardEvents events = TensorBoardEvents.create(file, 1)) {
      for (int i = 0; i < 500; i++) {
        add(events, i + 1);
      }
      events.add(1, 501, wide);
    }
    assertThat(Files.size(file)).isGreaterThan(80_000);
  }

  @Test
  void aFileThatBecameShorterIsRefused() throws IOException {
    Path file = Files.write(folder.resolve("short"), new byte[10]);
    assertThatThrownBy(() -> TensorBoardEvents.resume(file, 11))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("at least 11 bytes, got 10 bytes");
  }
}
