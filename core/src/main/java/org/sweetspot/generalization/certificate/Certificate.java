package org.sweetspot.generalization.certificate;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.sweetspot.generalization.bound.BoundAnswer;
import org.sweetspot.generalization.bound.BoundCatalogue;
import org.sweetspot.generalization.bound.BoundRule;
import org.sweetspot.generalization.bound.Evidence;

/**
 * What the rules say of one network.
 *
 * @param delta the probability at which each bound may fail
 * @param answers one for each rule
 * @param truths what was observed on examples that the bound did not use, by the bound's id
 */
public record Certificate(double delta, List<BoundAnswer> answers, Map<String, Double> truths) {
  /** Copies list and map. */
  public Certificate {
    answers = List.copyOf(answers);
    truths = Collections.unmodifiableMap(new LinkedHashMap<>(truths));
  }

  /** Applies all rules of a catalogue. */
  static Certificate of(
      BoundCatalogue catalogue, Evidence evidence, double delta, Map<String, Double> truths) {
    return new Certificate(delta, catalogue.apply(evidence, delta), truths);
  }

  /** A certificate from held-out counts alone. */
  public static Certificate ofCounts(Evidence evidence, double delta, double rate) {
    Map<String, Double> truths = new LinkedHashMap<>();
    for (BoundRule rule : BoundCatalogue.SHIPPED.rules()) {
      if (rule.card().id().startsWith("test-set-")) {
        truths.put(rule.card().id(), rate);
      }
    }
    return of(BoundCatalogue.SHIPPED, evidence, delta, truths);
  }

  /** What a bound is compared with, where that is known. */
  public OptionalDouble truth(BoundAnswer answer) {
    Double truth = truths.get(answer.card().id());
    return truth == null ? OptionalDouble.empty() : OptionalDouble.of(truth);
  }
}
