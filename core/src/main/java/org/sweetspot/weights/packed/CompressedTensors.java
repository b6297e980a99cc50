package org.sweetspot.weights.packed;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.format.StoredTensor;

/**
 * Whole numbers of compressed-tensors: {@code X_packed} (outputs x words, along the rows), {@code
 * X_scale} (outputs x groups), {@code X_shape}, and perhaps {@code X_zero_point} (packed down the
 * columns) and {@code X_g_idx}: weight = (q - 2^(bits-1) - zero) scale, for 1 to 8 bits. Packed
 * zeros have 2^(bits-1) added, too.
 */
final class CompressedTensors implements Packing {
  private static final String END = "_packed";

  @Override
  public Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings)
      throws IOException {
    if (!name.endsWith(END) || packed.type().bytes() != Integer.BYTES) {
      return Optional.empty();
    }
    String weight = name.substring(0, name.length() - END.length());
    Optional<StoredTensor> shape = siblings.find(weight + "_shape");
    Optional<StoredTensor> scales = siblings.find(weight + "_scale");
    Optional<WordTable> words = WordTable.of(packed);
    Optional<WordTable> ofScales = scales.flatMap(WordTable::of);
    if (shape.isEmpty()
        || !shape.get().shape().equals(List.of(2L))
        || words.isEmpty()
        || ofScales.isEmpty()) {
      return Optional.empty();
    }
    double[] extents = shape.get().read();
    int outputs = words.get().rows();
    int inputs = (int) extents[1];
    int bits = bits(words.get().columns(), inputs);
    int groups = ofScales.get().columns();
    if (bits == 0 || extents[0] != outputs || ofScales.get().rows() != outputs || groups > inputs) {
      return Optional.empty();
    }
    Optional<StoredTensor> zeros = siblings.find(weight + "_zero_point");
    int rowsOfZeros = words(outputs, bits);
    if (zeros.isPresent()
        && !zeros.flatMap(WordTable::of).filter(its -> its.is(rowsOfZeros, groups)).isPresent()) {
      return Optional.empty();
    }
    Optional<StoredTensor> order = siblings.find(weight + "_g_idx");
    Set<String> parts = new LinkedHashSet<>(List.of(weight + "_shape", weight + "_scale"));
    zeros.ifPresent(found -> parts.add(weight + "_zero_point"));
    order.ifPresent(found -> parts.add(weight + "_g_idx"));
    return Optional.of(
        new Unpacked(
            weight,
            List.of((long) outputs, (long) inputs),
            () -> {
              int half = 1 << (bits - 1);
              int[] q = Bits.unpack(packed.read(), outputs, Integer.SIZE, bits, inputs);
              int[] zero = new int[outputs * groups];
              Arrays.fill(zero, half);
              if (zeros.isPresent()) {
                zero = Bits.unpackDown(zeros.get().read(), groups, bits, outputs);
              }
              double[] scale = scales.get().read();
              int[] group = Groups.of(order, inputs, groups);
              double[] numbers = new double[outputs * inputs];
              for (int i = 0; i < numbers.length; i++) {
                int at = i / inputs * groups + group[i % inputs];
                numbers[i] = (q[i] - zero[at]) * scale[at];
              }
              return numbers;
            },
            parts,
            "compressed-tensors, " + bits + " bits"));
  }

  /** How many bits so many inputs have in so many words; 0 if none fits, or several. */
  private static int bits(int words, int inputs) {
    int found = 0;
    for (int bits = 1; bits <= Byte.SIZE; bits++) {
      if (inputs > 0 && words(inputs, bits) == words) {
        if (found > 0) {
          return 0;
        }
        found = bits;
      }
    }
    return found;
  }

  private static int words(int numbers, int bits) {
    return (int) (((long) numbers * bits + Integer.SIZE - 1) / Integer.SIZE);
  }
}
