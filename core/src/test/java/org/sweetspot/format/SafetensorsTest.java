package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;

class SafetensorsTest {
  @TempDir Path folder;

  private static ByteBuffer floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes;
  }

  private static ByteBuffer doubles(double... values) {
    ByteBuffer bytes = ByteBuffer.allocateDirect(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(values);
    return bytes;
  }

  private static Safetensors sample() {
    return Safetensors.of(
        Map.of("step", "3"),
        List.of(
            new NamedTensor("w", NamedTensor.Type.F32, List.of(2L, 1L), floats(1, -2)),
            new NamedTensor("b", NamedTensor.Type.F64, List.of(), doubles(Math.PI)),
            new NamedTensor("none", NamedTensor.Type.F32, List.of(0L), floats())));
  }

  private Path resource(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream input = SafetensorsTest.class.getResourceAsStream(name)) {
      Files.write(file, Objects.requireNonNull(input).readAllBytes());
    }
    return file;
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    Path file = folder.resolve("a.safetensors");
    sample().write(file);
    Safetensors read = Safetensors.read(file);
    assertThat(read.metadata()).containsExactly(Map.entry("step", "3"));
    assertThat(read.tensors()).extracting(NamedTensor::name).containsExactly("w", "b", "none");
    assertThat(read.tensor("w").shape()).containsExactly(2L, 1L);
    assertThat(read.tensor("w").bytes().getFloat(4)).isEqualTo(-2);
    assertThat(read.tensor("b").bytes().getDouble(0)).isEqualTo(Math.PI);
    assertThat(read.tensor("none").bytes().remaining()).isZero();
    assertThatThrownBy(() -> read.tensor("x")).hasMessageContaining("[w, b, none]");
  }

  @Test
  void equalContentsAreEqualBytes() throws IOException {
    sample().write(folder.resolve("a"));
    sample().write(folder.resolve("b"));
    assertThat(folder.resolve("a")).hasSameBinaryContentAs(folder.resolve("b"));
  }

  /** Written by src/test/python/safetensors_sample.py with the format's own library. */
  @Test
  void filesOfTheFormatsOwnLibraryAreRead() throws IOException {
    Safetensors read = Safetensors.read(resource("sample.safetensors"));
    assertThat(read.metadata()).containsEntry("step", "12").containsEntry("ünïcode", "värde");
    assertThat(read.tensor("layer.weight").shape()).containsExactly(2L, 3L);
    assertThat(read.tensor("layer.weight").bytes().getFloat(20)).isEqualTo(1.25f);
    assertThat(read.tensor("layer.bias").bytes().getDouble(0)).isEqualTo(1e-300);
    assertThat(read.tensor("layer.bias").bytes().getDouble(8)).isEqualTo(-2.5);
    assertThat(read.tensor("scale").shape()).isEmpty();
    assertThat(read.tensor("empty").shape()).containsExactly(0L, 4L);
  }

  @Test
  void aFileThatIsCutOffIsRefusedAtEveryLength() throws IOException {
    byte[] whole = Files.readAllBytes(resource("sample.safetensors"));
    Path file = folder.resolve("cut");
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, java.util.Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FormatException.class);
    }
  }

  @Test
  void damagedFilesAreReadOrRefusedButNeverBelieved() throws IOException {
    byte[] whole = Files.readAllBytes(resource("sample.safetensors"));
    RandomStream stream = new Seed(4).stream("test/damage");
    Path file = folder.resolve("damaged");
    int refused = 0;
    for (int i = 0; i < 3000; i++) {
      byte[] damaged = whole.clone();
      for (int hits = stream.nextInt(4); hits >= 0; hits--) {
        damaged[stream.nextInt(damaged.length)] = (byte) stream.nextInt(256);
      }
      Files.write(file, damaged);
      try {
        Safetensors.read(file);
      } catch (FormatException broken) {
        refused++;
        assertThat(broken.getMessage()).contains("expected").contains("got");
      }
    }
    assertThat(refused).isGreaterThan(1500);
  }

  @Test
  void headersThatLieAreRefused() throws IOException {
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4, "8 bytes for");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "begin at byte 0");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 9, "as its header");
    refused("{\"a\":{\"dtype\":\"I8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1, "F32 or F64");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "whole");
    refused("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "whole");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}",
        4,
        "fits");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[500000000],\"data_offsets\":[0,2000000000]}}",
        4,
        "at most");
    refused("{\"a\":{\"dtype\":\"C64\",\"shape\":[1],\"data_offsets\":[0,8]}}", 8, "F32 or F64");
    refused(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
            + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
        4,
        "JSON");
    refused("[1]", 0, "object");
    refused("{} x", 0, "JSON");
    refused("{\"__metadata__\":{\"a\":1}}", 0, "a string");
  }

  private void refused(String header, int bytes, String why) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer file = ByteBuffer.allocate(8 + json.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    Path path = folder.resolve("lie");
    Files.write(path, file.array());
    assertThatThrownBy(() -> Safetensors.read(path))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aNameThatOccursTwiceIsRefused() {
    NamedTensor tensor = new NamedTensor("w", NamedTensor.Type.F32, List.of(1L), floats(1));
    assertThatThrownBy(() -> Safetensors.of(Map.of(), List.of(tensor, tensor)))
        .hasMessageContaining("got w again");
  }
}
