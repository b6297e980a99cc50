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
  private static final int[] ORDER = {0, 2, 4, 6, 1, 3, 5, 7};
  private static final int EACH = ORDER.length;

  @Override
  public Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings) {
    return WordLayer.of(name, packed, siblings).flatMap(Awq::find);
  }

  private static Optional<Unpacked> find(WordLayer layer) {
    int inputs = layer.words().rows();
    int outputs = layer.words().columns() * EACH;
    int groups = layer.ofScales().rows();
    if (!layer.ofScales().is(groups, outputs)
        || !layer.ofZeros().is(groups, layer.words().columns())) {
      return Optional.empty();
    }
    return Optional.of(
        new Unpacked(
            layer.prefix() + "weight",
            List.of((long) outputs, (long) inputs),
            () ->
                Groups.transposed(
                    ordered(layer.packed().read()),
                    ordered(layer.zeros().read()),
                    layer.scales().read(),
                    Groups.of(Optional.empty(), inputs, groups),
                    outputs),
            Set.of(layer.prefix() + "qzeros", layer.prefix() + "scales"),
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
