package org.sweetspot.weights;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.format.ComputedTensor;
import org.sweetspot.format.NumberType;
import org.sweetspot.format.StoredTensor;
import org.sweetspot.weights.packed.Packing;
import org.sweetspot.weights.packed.Unpacked;

/**
 * Weights of a few bits, unpacked: each of them takes the place of its packed tensor, and what it
 * was made of is left out. A tensor that no {@link Packing} knows stays as it is.
 */
final class PackedWeights {
  private final Map<String, StoredTensor> byName = new HashMap<>();
  private final List<Candidate> kept = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();

  private PackedWeights(List<Candidate> all) throws IOException {
    all.forEach(one -> byName.put(one.name(), one.tensor()));
    Map<Candidate, Unpacked> found = new LinkedHashMap<>();
    Map<String, String> parts = new HashMap<>();
    for (Candidate one : all) {
      Optional<Unpacked> unpacked = unpacked(one);
      if (unpacked.isPresent()) {
        found.put(one, unpacked.get());
        unpacked.get().parts().forEach(part -> parts.put(part, unpacked.get().format()));
      }
    }
    for (Candidate one : all) {
      Unpacked unpacked = found.get(one);
      if (unpacked != null) {
        kept.add(inPlace(one, unpacked));
      } else if (parts.containsKey(one.name())) {
        leftOut.add(
            new LeftOut(
                one.name(), "put together to a weight of few bits: " + parts.get(one.name())));
      } else {
        kept.add(one);
      }
    }
  }

  /**
   * Looks for packed weights.
   *
   * @throws IOException if a small tensor that says how one is packed can't be read
   */
  static PackedWeights of(List<Candidate> all) throws IOException {
    return new PackedWeights(all);
  }

  List<Candidate> kept() {
    return kept;
  }

  List<LeftOut> leftOut() {
    return leftOut;
  }

  private Optional<Unpacked> unpacked(Candidate one) throws IOException {
    if (one.tensor().type().floating()) {
      return Optional.empty();
    }
    for (Packing packing : Packing.KNOWN) {
      Optional<Unpacked> found =
          packing.find(one.name(), one.tensor(), name -> Optional.ofNullable(byName.get(name)));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static Candidate inPlace(Candidate one, Unpacked unpacked) {
    StoredTensor tensor = one.tensor();
    List<String> path = new ArrayList<>(one.path());
    int above = one.name().length() - path.remove(path.size() - 1).length();
    path.add(unpacked.name().substring(above));
    return new Candidate(
        path,
        new ComputedTensor(
            tensor.name(),
            NumberType.F32,
            unpacked.shape(),
            tensor.path(),
            StoredTensor.Part.UNKNOWN,
            unpacked.numbers()));
  }
}
