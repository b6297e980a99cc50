package org.sweetspot.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Against gguf's own dequantization; src/test/python/gguf_files.py wrote both. */
class GgufFileTest {
  private static FileTensors sample() throws IOException, URISyntaxException {
    return GgufFile.open(
        Path.of(
            Objects.requireNonNull(
                    GgufFileTest.class.getResource("/org/sweetspot/weights/types.gguf"))
                .toURI()));
  }

  @Test
  void everyTypeIsDequantizedToTheBit() throws IOException, URISyntaxException {
    Map<String, StoredTensor> tensors =
        sample().tensors().stream()
            .collect(Collectors.toMap(StoredTensor::name, Function.identity()));
    JsonNode expected;
    try (InputStream json = GgufFileTest.class.getResourceAsStream("types.gguf.json")) {
      expected = JsonMapper.shared().readTree(Objects.requireNonNull(json));
    }
    assertThat(expected.properties()).hasSize(13);
    for (Map.Entry<String, JsonNode> one : expected.properties()) {
      StoredTensor tensor = Objects.requireNonNull(tensors.get(one.getKey()), one.getKey());
      assertThat(tensor.shape())
          .as(one.getKey())
          .containsExactly(2L, one.getValue().path("shape").get(1).asLong());
      double[] numbers = tensor.read();
      JsonNode bits = one.getValue().path("bits");
      assertThat(numbers).as(one.getKey()).hasSize(bits.size());
      for (int i = 0; i < numbers.length; i++) {
        assertThat(Float.floatToRawIntBits((float) numbers[i]))
            .as(one.getKey() + " " + i)
            .isEqualTo(bits.get(i).asInt());
      }
    }
  }

  @Test
  void plainNumbersAreReadAndOthersNamedWithTheirType() throws IOException, URISyntaxException {
    FileTensors file = sample();
    for (StoredTensor tensor : file.tensors()) {
      if (tensor.name().matches("blk.0.(f32|f16|f64|bf16).weight")) {
        assertThat(tensor.shape()).as(tensor.name()).containsExactly(2L, 3L);
        assertThat(tensor.read())
            .as(tensor.name())
            .containsExactly(-0.375, -0.25, -0.125, 0, 0.125, 0.25);
      }
    }
    assertThat(file.unread()).containsOnlyKeys("blk.0.iq3_s.weight");
    assertThat(file.unread().get("blk.0.iq3_s.weight")).contains("IQ3_S");
  }

  /**
   * By hand: all sixteen bytes 0x9f, the last number of each table and the one after its middle.
   */
  @Test
  void aBlockOfATableByHand() {
    ByteBuffer uneven = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
    uneven.putShort(0, (short) 0x3800);
    ByteBuffer powers = ByteBuffer.allocate(17).order(ByteOrder.LITTLE_ENDIAN);
    powers.put(0, (byte) 129);
    for (int i = 0; i < 16; i++) {
      uneven.put(2 + i, (byte) 0x9f);
      powers.put(1 + i, (byte) 0x9f);
    }
    double[] numbers = new double[32];
    GgufBlocks.IQ4_NL.decode(uneven, numbers, 0);
    assertThat(numbers[0]).isEqualTo(113 * 0.5);
    assertThat(numbers[16]).isEqualTo(13 * 0.5);
    GgufBlocks.MXFP4.decode(powers, numbers, 0);
    assertThat(numbers[15]).isEqualTo(-6 * 4);
    assertThat(numbers[31]).isEqualTo(-0.5 * 4);
  }

  /** By hand: scale 0.5, all sixteen bytes 0x9f: 15 and 9, less 8. */
  @Test
  void aBlockOfFourBitsByHand() {
    ByteBuffer block = ByteBuffer.allocate(18).order(ByteOrder.LITTLE_ENDIAN);
    block.putShort(0, (short) 0x3800);
    for (int i = 2; i < 18; i++) {
      block.put(i, (byte) 0x9f);
    }
    double[] numbers = new double[32];
    GgufBlocks.Q4_0.decode(block, numbers, 0);
    for (int i = 0; i < 16; i++) {
      assertThat(numbers[i]).isEqualTo(3.5);
      assertThat(numbers[16 + i]).isEqualTo(0.5);
    }
  }
}
