package org.sweetspot.weights.packed;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sweetspot.format.StoredTensor;

/** One way of keeping weights of a few bits. */
public interface Packing {
  /** Those that are known, each told from the others by names, types and shapes. */
  List<Packing> KNOWN =
      List.of(
          new BitsAndBytes(), new Gptq(), new Awq(), new CompressedTensors(), new FloatBlocks());

  /**
   * The weight that a tensor packs, if it is packed in this way and all that it needs is there.
   *
   * @throws IOException if a small tensor that says the shape can't be read
   */
  Optional<Unpacked> find(String name, StoredTensor packed, Siblings siblings) throws IOException;
}
