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
  @Override
  public Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings) {
    return WordLayer.of(name, packed, siblings).flatMap(layer -> find(layer, siblings));
  }

  private static Optional<Unpacked> find(WordLayer layer, Siblings siblings) {
    int outputs = layer.words().columns();
    int groups = layer.ofScales().rows();
    long bits = (long) Integer.SIZE * layer.ofZeros().columns() / outputs;
    if (!List.of(2L, 3L, 4L, 8L).contains(bits)
        || outputs * bits % Integer.SIZE != 0
        || !layer.ofScales().is(groups, outputs)
        || !layer.ofZeros().is(groups, (int) (outputs * bits / Integer.SIZE))) {
      return Optional.empty();
    }
    int inputs = (int) ((long) layer.words().rows() * Integer.SIZE / bits);
    String orderName = layer.prefix() + "g_idx";
    Optional<StoredTensor> order = siblings.find(orderName);
    Set<String> parts =
        new LinkedHashSet<>(List.of(layer.prefix() + "qzeros", layer.prefix() + "scales"));
    order.ifPresent(found -> parts.add(orderName));
    return Optional.of(
        new Unpacked(
            layer.prefix() + "weight",
            List.of((long) outputs, (long) inputs),
            () ->
                Groups.transposed(
                    Bits.unpackDown(layer.packed().read(), outputs, (int) bits, inputs),
                    zeros(layer.zeros().read(), groups, (int) bits, outputs),
                    layer.scales().read(),
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
