package org.sweetspot.measure.summary;

import java.util.Optional;
import java.util.TreeMap;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;

/**
 * Whether the weights alone show that anything was learned: singular values beyond those of random
 * weights.
 *
 * @param spikes directions that stand out, over all layers
 * @param layers with a spectrum that was judged
 * @param told layers that differ from random and from shuffled weights of their shape
 */
public record Structure(int spikes, int layers, int told) {
  private static final String ID = "marchenko-pastur-spikes";

  static Optional<Structure> of(Answers answers) {
    return answers
        .find(ID)
        .filter(found -> !found.nulls().isEmpty() && found.parts().containsKey("all"))
        .map(Structure::of);
  }

  private static Structure of(Measurement found) {
    TreeMap<String, Boolean> tells = new TreeMap<>();
    for (NullControl control : found.nulls()) {
      if (!control.part().equals("all") && !control.part().equals("mean")) {
        tells.merge(control.part(), control.tells(), Boolean::logicalAnd);
      }
    }
    int told = (int) tells.values().stream().filter(one -> one).count();
    return new Structure((int) Math.round(found.number("all")), tells.size(), told);
  }
}
