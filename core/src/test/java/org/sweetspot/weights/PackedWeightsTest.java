package org.sweetspot.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sweetspot.format.ComputedTensor;
import org.sweetspot.format.FormatException;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;

/** Made by the packing libraries: see packed_files.py. */
class PackedWeightsTest {
  @Test
  void everyPackedWeightIsWhatItsLibraryMakesOfIt() throws IOException {
    Map<String, WeightTensor> tensors = byName(open("packed.safetensors"));
    Map<String, WeightTensor> expected = byName(open("packed-expected.safetensors"));

    assertThat(tensors.keySet()).isEqualTo(expected.keySet());
    assertThat(tensors).hasSize(16);
    for (Map.Entry<String, WeightTensor> entry : expected.entrySet()) {
      WeightTensor found = Objects.requireNonNull(tensors.get(entry.getKey()));
      double[] numbers = entry.getValue().load();
      assertThat(found.shape()).as(entry.getKey()).isEqualTo(entry.getValue().shape());
      double[] got = found.load();
      for (int i = 0; i < numbers.length; i++) {
        assertThat(got[i])
            .as("%s, entry %d", entry.getKey(), i)
            .isCloseTo(numbers[i], within(2e-7 * Math.abs(numbers[i])));
      }
    }
  }

  @Test
  void whatAWeightWasMadeOfIsLeftOutWithTheFormat() throws IOException {
    Map<String, String> reasons =
        open("packed.safetensors").leftOut().stream()
            .collect(Collectors.toMap(LeftOut::name, LeftOut::reason));

    String made = "put together to a weight of few bits: ";
    assertThat(reasons)
        .containsEntry("b.weight.nested_absmax", made + "bitsandbytes, nf4")
        .containsEntry("d3.g_idx", made + "GPTQ, 3 bits")
        .containsEntry("f.qzeros", made + "AWQ, 4 bits")
        .containsEntry("g4.weight_zero_point", made + "compressed-tensors, 4 bits")
        .containsEntry("h.weight_global_scale", made + "NVFP4")
        .containsEntry("experts.down_proj_scales", made + "MXFP4");
  }

  /** Eight inputs in one word, one group, one output of scale 0.5 beside seven of scale 1. */
  @Test
  void aWordOfGptqHoldsEightInputsOfAnOutput() throws IOException {
    double[] words = new double[8];
    words[0] = 0x76543210;
    double[] scales = {0.5, 1, 1, 1, 1, 1, 1, 1};

    PackedWeights packed =
        PackedWeights.of(
            List.of(
                candidate("q.qweight", List.of(1L, 8L), words),
                candidate("q.qzeros", List.of(1L, 1L), 0x22222222),
                floats("q.scales", List.of(1L, 8L), scales)));

    assertThat(packed.kept()).hasSize(1);
    assertThat(packed.kept().get(0).name()).isEqualTo("q.weight");
    double[] weight = packed.kept().get(0).tensor().read();
    // Zeros are kept less one: the zero is 3, and the first output's inputs are 0 to 7.
    assertThat(weight).startsWith(-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2);
    assertThat(weight[8]).isEqualTo(-3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"q.qzeros", "q.scales"})
  void aPackedWeightWithoutAllItsPartsStaysPacked(String missing) throws IOException {
    List<Candidate> all =
        new ArrayList<>(
            List.of(
                candidate("q.qweight", List.of(1L, 8L), new double[8]),
                candidate("q.qzeros", List.of(1L, 1L), 0),
                floats("q.scales", List.of(1L, 8L), new double[8])));
    all.removeIf(one -> one.name().equals(missing));

    assertThat(PackedWeights.of(all).kept()).isEqualTo(all);
  }

  @Test
  void extentsThatOverflowAreNotPackedWeights() throws IOException {
    long vast = 1L << 40;
    List<Candidate> all =
        List.of(
            candidate("q.qweight", List.of(vast, vast), 0),
            candidate("q.qzeros", List.of(vast, vast), 0),
            floats("q.scales", List.of(vast, vast), 0),
            candidate("m_blocks", List.of(vast, vast, 16L), 0),
            candidate("m_scales", List.of(vast, vast), 0));

    assertThat(PackedWeights.of(all).kept()).isEqualTo(all);
  }

  @Test
  void mapsAndMagnitudesMustBeAsManyAsTheShapeAsksFor() throws IOException {
    byte[] text =
        "{\"blocksize\": 64, \"shape\": [2, 64]}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    double[] state = new double[text.length];
    for (int i = 0; i < text.length; i++) {
      state[i] = text[i];
    }
    for (long magnitudes : new long[] {1, 2}) {
      List<Candidate> all =
          List.of(
              candidate("m", List.of(64L, 1L), new double[64]),
              floats("m.quant_map", List.of(16L), new double[16]),
              floats("m.absmax", List.of(magnitudes), new double[(int) magnitudes]),
              candidate("m.quant_state.bitsandbytes__nf4", List.of((long) text.length), state));

      assertThat(PackedWeights.of(all).kept()).hasSize(magnitudes == 2 ? 1 : 4);
    }
  }

  /** As HQQ, EXL2 and AQLM keep them: nothing beside packed numbers is a weight but the offset. */
  @ParameterizedTest
  @ValueSource(strings = {"W_q", "q_weight", "codes"})
  void whatLiesBesidePackedNumbersThatAreNotReadIsNoWeight(String packed) throws IOException {
    List<Candidate> all =
        List.of(
            candidate("a." + packed, List.of(2L, 2L), new double[4]),
            floats("a.scale", List.of(2L, 1L), 1, 1),
            floats("a.codebooks", List.of(2L, 1L), 1, 1),
            floats("a.bias", List.of(2L), 1, 1),
            floats("b.scale", List.of(2L), 1, 1));

    ScaledWeights found = ScaledWeights.of(PackedWeights.of(all).kept(), Set.of());

    assertThat(found.kept()).extracting(Candidate::name).containsExactly("a.bias", "b.scale");
    assertThat(found.leftOut())
        .extracting(LeftOut::reason)
        .contains(
            "packed numbers of a few bits, which aren't read",
            "part of packed numbers of a few bits, which aren't read");
  }

  @Test
  void aGroupThatIsNotThereIsAnError() throws IOException {
    PackedWeights packed =
        PackedWeights.of(
            List.of(
                candidate("q.qweight", List.of(1L, 8L), new double[8]),
                candidate("q.qzeros", List.of(1L, 1L), 0),
                floats("q.scales", List.of(1L, 8L), new double[8]),
                candidate("q.g_idx", List.of(8L), 0, 0, 0, 5, 0, 0, 0, 0)));

    assertThatThrownBy(() -> packed.kept().get(0).tensor().read())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining(
            "q.g_idx: expected the group of each of 8 inputs, from 0 to 0, got 5");
  }

  private static Candidate candidate(String name, List<Long> shape, double... numbers) {
    NumberType type = name.startsWith("m") ? NumberType.U8 : NumberType.I32;
    return tensor(name, type, shape, numbers);
  }

  private static Candidate floats(String name, List<Long> shape, double... numbers) {
    return tensor(name, NumberType.F16, shape, numbers);
  }

  private static Candidate tensor(
      String name, NumberType type, List<Long> shape, double... numbers) {
    return Candidate.of(
        new ComputedTensor(
            name, type, shape, List.of(name), StoredTensor.Part.UNKNOWN, numbers::clone));
  }

  private static Map<String, WeightTensor> byName(Weights weights) {
    return weights.tensors().stream()
        .collect(Collectors.toMap(WeightTensor::name, Function.identity()));
  }

  private static Weights open(String name) throws IOException {
    return WeightsFile.open(Path.of("src/test/resources/org/sweetspot/weights/selection", name));
  }
}
