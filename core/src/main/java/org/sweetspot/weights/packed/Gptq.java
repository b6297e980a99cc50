package org.sweetspot.weights.packed;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.format.StoredTensor;

/**
 * GPTQ: {@code qweight} (inputs bits/32 x outputs words, packed down the columns), {@code qzeros}
 * (groups x outputs bits/32), {@code scales} (groups x outputs) and mostly {@code g_idx} (each
 * input's group): weight = (q - zero) scale, for 2, 3, 4 and 8 bits.
 *
 * <p>The first version of the format keeps each zero less one, the second as it is, and the tensors
 * do not say which: zeros that are all half of the range are the second's symmetric ones, others
 * are taken for the first's.
 */
final class Gptq implements Packing {
  private static final String END = "qweight";

  @Override
  public Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings) {
    if (!name.endsWith(END)) {
      return Optional.empty();
    }
    String layer = name.substring(0, name.length() - END.length());
    Optional<StoredTensor> zeros = siblings.find(layer + "qzeros");
    Optional<StoredTensor> scales = siblings.find(layer + "scales");
    Optional<WordTable> words = WordTable.of(packed);
    Optional<WordTable> ofZeros = zeros.flatMap(WordTable::of);
    Optional<WordTable> ofScales = scales.flatMap(WordTable::of);
    if (words.isEmpty() || ofZeros.isEmpty() || ofScales.isEmpty()) {
      return Optional.empty();
    }
    int outputs = words.get().columns();
    int groups = ofScales.get().rows();
    long bits = (long) Integer.SIZE * ofZeros.get().columns() / outputs;
    if (!List.of(2L, 3L, 4L, 8L).contains(bits)
        || !ofScales.get().is(groups, outputs)
        || outputs * bits % Integer.SIZE != 0
        || !ofZeros.get().is(groups, (int) (outputs * bits / Integer.SIZE))) {
      return Optional.empty();
    }
    int inputs = (int) ((long) words.get().rows() * Integer.SIZE / bits);
    Optional<StoredTensor> order = siblings.find(layer + "g_idx");
    Set<String> parts = new LinkedHashSet<>(List.of(layer + "qzeros", layer + "scales"));
    order.ifPresent(found -> parts.add(layer + "g_idx"));
    return Optional.of(
        new Unpacked(
            layer + "weight",
            List.of((long) outputs, (long) inputs),
            () ->
                Groups.transposed(
                    Bits.unpackDown(packed.read(), outputs, (int) bits, inputs),
                    zeros(zeros.get().read(), groups, (int) bits, outputs),
                    scales.get().read(),
                    Groups.of(order, inputs, groups),
                    outputs),
            parts,
            "GPTQ, " + bits + " bits"));
  }

  private static int[] zeros(double[] words, int groups, int bits, int outputs) {
    int[] zeros = Bits.unpack(words, groups, Integer.SIZE, bits, outputs);
    int half = 1 << (bits - 1);
    boolean second = Arrays.stream(zeros).allMatch(zero -> zero == half);
    return second ? zeros : Arrays.stream(zeros).map(zero -> zero + 1).toArray();
  }
}
