package org.sweetspot.precision;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Codes and numbers as ml_dtypes and PyTorch have them: see reference.py beside the files. */
class FormatReferenceTest {
  private static final List<FloatFormat> FORMATS =
      List.of(
          FloatFormat.E4M3,
          FloatFormat.E5M2,
          FloatFormat.E2M1,
          FloatFormat.BFLOAT16,
          FloatFormat.HALF);

  @Test
  void castsAgreeWithMlDtypesBitForBit() throws IOException {
    int compared = 0;
    for (String line : lines("codes.txt")) {
      String[] words = line.split(" ", -1);
      for (FloatFormat format : FORMATS) {
        if (words[0].equals(format.name())) {
          float value = bits(words[1]);
          int code = Integer.parseInt(words[2], 16);
          assertThat(format.encodeUnsaturated(value)).as(line + " " + value).isEqualTo(code);
          // What saturates is the largest number where the cast's is none.
          float held = format.decode(code);
          float saturated = Math.copySign(format.grid().largest(), value);
          assertThat(format.decode(format.encode(value)))
              .as(line)
              .isEqualTo(Float.isFinite(held) ? held : saturated);
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(7000);
  }

  @Test
  void everyCodeStandsForTheNumberOfMlDtypes() throws IOException {
    int compared = 0;
    for (String line : lines("codes.txt")) {
      String[] words = line.split(" ", -1);
      for (FloatFormat format : FORMATS) {
        if (words[0].equals("decode-" + format.name())) {
          assertThat((Float) format.decode(Integer.parseInt(words[2], 16)))
              .as(line)
              .isEqualTo((Float) bits(words[1]));
          compared++;
        }
      }
    }
    assertThat(compared).isGreaterThan(256 + 256 + 16 + 600);
  }

  @Test
  void theFastKernelsAgreeWithTheReferencesToo() throws IOException {
    List<String> lines = lines("codes.txt");
    for (FloatFormat format : FORMATS) {
      List<String> own = lines.stream().filter(l -> l.startsWith(format.name() + " ")).toList();
      float[] values = new float[own.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = bits(own.get(i).split(" ", -1)[1]);
      }
      float[] rounded =
          new ScaledQuantizer(format, Rounding.NEAREST, Clipping.NONE)
              .of(values, values.length, new Draws(0, 0));
      for (int i = 0; i < values.length; i++) {
        float held = format.decode(Integer.parseInt(own.get(i).split(" ", -1)[2], 16));
        float expected =
            Float.isFinite(held) ? held : Math.copySign(format.grid().largest(), values[i]);
        assertThat(Float.floatToRawIntBits(rounded[i]))
            .as(own.get(i))
            .isEqualTo(Float.floatToRawIntBits(expected));
      }
    }
  }

  @Test
  void blocksAgreeWithTheReference() throws IOException {
    List<String> lines = lines("blocks.txt");
    assertThat(lines).hasSize(9);
    for (int i = 0; i < lines.size(); i += 3) {
      Quantizer quantizer = Quantizers.named(lines.get(i)).orElseThrow();
      float[] values = numbers(lines.get(i + 1));
      float[] expected = numbers(lines.get(i + 2));
      assertThat(quantizer.of(values, values.length, new Draws(0, 0)))
          .as(lines.get(i))
          .containsExactly(expected);
    }
  }

  private static float[] numbers(String line) {
    String[] words = line.split(" ", -1);
    float[] numbers = new float[words.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = bits(words[i]);
    }
    return numbers;
  }

  private static float bits(String hex) {
    return Float.intBitsToFloat(Integer.parseUnsignedInt(hex, 16));
  }

  private static List<String> lines(String name) throws IOException {
    try (var reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(FormatReferenceTest.class.getResourceAsStream(name)),
                StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
