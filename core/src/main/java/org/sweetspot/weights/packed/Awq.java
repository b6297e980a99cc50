package org.sweetspot.weights.packed;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.format.StoredTensor;

/**
 * AWQ: {@code qweight} (inputs x outputs/8 words of eight outputs of four bits, in the order 0, 2,
 * 4, 6, 1, 3, 5, 7 from the lowest bits), {@code qzeros} (groups x outputs/8, likewise) and {@code
 * scales} (groups x outputs): weight = (q - zero) scale.
 */
final class Awq implements Packing {
  private static final String END = "qweight";
  private static final int[] ORDER = {0, 2, 4, 6, 1, 3, 5, 7};
  private static final int EACH = ORDER.length;

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
    int inputs = words.get().rows();
    int outputs = words.get().columns() * EACH;
    int groups = ofScales.get().rows();
    if (!ofScales.get().is(groups, outputs) || !ofZeros.get().is(groups, words.get().columns())) {
      return Optional.empty();
    }
    return Optional.of(
        new Unpacked(
            layer + "weight",
            List.of((long) outputs, (long) inputs),
            () ->
                Groups.transposed(
                    ordered(packed.read()),
                    ordered(zeros.get().read()),
                    scales.get().read(),
                    Groups.of(Optional.empty(), inputs, groups),
                    outputs),
            Set.of(layer + "qzeros", layer + "scales"),
            "AWQ, 4 bits"));
  }

  private static int[] ordered(double[] words) {
    int[] packed = Bits.unpack(words, words.length, Integer.SIZE, Integer.SIZE / EACH, EACH);
    int[] numbers = new int[packed.length];
    for (int i = 0; i < packed.length; i++) {
      numbers[i / EACH * EACH + ORDER[i % EACH]] = packed[i];
    }
    return numbers;
  }
}
