package org.sweetspot.weights.packed;

import java.util.Optional;
import org.sweetspot.format.StoredTensor;

/**
 * A linear layer in words of 32 bits, as GPTQ and AWQ name its tensors: {@code qweight}, {@code
 * qzeros} and {@code scales}, all of two axes.
 *
 * @param prefix of the layer's names, with its last point
 */
record WordLayer(
    String prefix,
    StoredTensor packed,
    WordTable words,
    StoredTensor zeros,
    WordTable ofZeros,
    StoredTensor scales,
    WordTable ofScales) {
  private static final String END = "qweight";

  /** The layer of a packed tensor, if all three are there. */
  static Optional<WordLayer> of(String name, StoredTensor packed, Siblings siblings) {
    if (!name.endsWith(END)) {
      return Optional.empty();
    }
    String prefix = name.substring(0, name.length() - END.length());
    Optional<StoredTensor> zeros = siblings.find(prefix + "qzeros");
    Optional<StoredTensor> scales = siblings.find(prefix + "scales");
    Optional<WordTable> words = WordTable.of(packed);
    Optional<WordTable> ofZeros = zeros.flatMap(WordTable::of);
    Optional<WordTable> ofScales = scales.flatMap(WordTable::of);
    return words.isEmpty() || ofZeros.isEmpty() || ofScales.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new WordLayer(
                prefix,
                packed,
                words.get(),
                zeros.get(),
                ofZeros.get(),
                scales.get(),
                ofScales.get()));
  }
}
