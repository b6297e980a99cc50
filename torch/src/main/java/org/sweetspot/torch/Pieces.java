package org.sweetspot.torch;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.torch.model.Network;

/** Batches in pieces whose memory is bounded. */
final class Pieces {
  /** Numbers the layers of one piece of a batch put out: 64 MB in single precision. */
  private static final long PIECE = 1 << 24;

  private Pieces() {}

  /** The batch in pieces, or whole where its examples are mixed. */
  static List<Batch> of(Network network, Batch batch, Mode mode) {
    if (network.mixesExamples(mode)) {
      return List.of(batch);
    }
    int size = (int) Math.max(1, Math.min(batch.size(), PIECE / network.activations()));
    if (size == batch.size()) {
      return List.of(batch);
    }
    List<Batch> pieces = new ArrayList<>();
    for (int from = 0; from < batch.size(); from += size) {
      pieces.add(batch.slice(from, Math.min(batch.size(), from + size)));
    }
    return pieces;
  }
}
