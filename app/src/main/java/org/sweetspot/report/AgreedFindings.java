package org.sweetspot.report;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.summary.Noise;
import org.sweetspot.measure.summary.Sharpness;
import org.sweetspot.measure.summary.Summary;

/**
 * Sentences of measures that speak of the same thing, said once for all of them: no two stand under
 * each other and contradict.
 */
public final class AgreedFindings {
  private static final AgreedFindings NONE = new AgreedFindings(Map.of());

  private final Map<String, String> sentences;

  private AgreedFindings(Map<String, String> sentences) {
    this.sentences = sentences;
  }

  /** Every measure speaks for itself. */
  public static AgreedFindings none() {
    return NONE;
  }

  /** What several answers of a profile say together. */
  public static AgreedFindings of(Summary summary) {
    Map<String, String> sentences = new HashMap<>();
    summary
        .confidence()
        .filter(found -> found.gap().known() && found.temperature().known())
        .ifPresent(
            found -> {
              sentences.put("over-confidence", SummaryText.confidenceSentence(found));
              sentences.put("temperature", SummaryText.confidenceSentence(found));
            });
    summary
        .noise()
        .filter(found -> found.scale().known() && found.other().known())
        .ifPresent(found -> noise(found, sentences));
    summary
        .sharpness()
        .filter(Sharpness::bendsDown)
        .ifPresent(found -> stability(found, sentences));
    return new AgreedFindings(Map.copyOf(sentences));
  }

  private static void noise(Noise found, Map<String, String> sentences) {
    sentences.put(found.id(), StepText.noiseSentence(found));
    sentences.put(
        "noise-scale",
        Sentence.of(
            "%.3g examples for single examples, which have no batch statistics; training sees %.3g"
                + " (%s), and batches are to be chosen by that.",
            found.other().value(), found.scale().value(), found.id()));
  }

  private static void stability(Sharpness found, Map<String, String> sentences) {
    String caveat =
        Sentence.of(
            "The smallest eigenvalue is %.3g: the weights are at no minimum, which this number"
                + " presumes. It says how noisy steps grow along the directions that bend up, not"
                + " whether training stays.",
            found.bottom().value());
    sentences.put("sgd-stability", caveat);
    sentences.put("mean-square-threshold", caveat);
  }

  /** The common sentence for a measure, if there is one. */
  public Optional<String> of(String id) {
    return Optional.ofNullable(sentences.get(id));
  }
}
