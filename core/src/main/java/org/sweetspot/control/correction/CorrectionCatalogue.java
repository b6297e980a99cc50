package org.sweetspot.control.correction;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sweetspot.control.change.Aspect;

/**
 * The corrections that an experiment may try; a new one is one line here.
 *
 * @param corrections in the order in which they are tried within a stage, each id once
 */
public record CorrectionCatalogue(List<Correction> corrections) {
  /** Those that ship with the program. */
  public static final CorrectionCatalogue SHIPPED =
      of(
          new RateAndLength(),
          new SquareRootMoments(),
          new HigherRate(),
          new SmallerBatch(),
          new UpdateSizeRate(),
          new MaximalUpdateRates(),
          new WidthRate(),
          new DelayStableRate(),
          new WorkerRate(),
          new DroppedExamples(),
          new RatePilot(),
          new RateSearch(),
          new WarmUp(),
          new BatchWarmUp(),
          new Annealing(),
          new DecayTimescale(),
          new DecayForm(),
          new StrongerDecay(),
          new LabelSmoothing(),
          new Cropping(),
          new SharpnessAwareGradients(),
          new GhostNormalization(),
          new UnbiasedGradients(),
          new DenseLastPhase(),
          new FinerForward(),
          new KeptLayers(),
          new QuieterGradients(),
          new WeightAverage());

  /** Copies the list and checks that it names no two alike. */
  public CorrectionCatalogue {
    corrections = List.copyOf(corrections);
    Set<String> ids = new HashSet<>();
    for (Correction correction : corrections) {
      String id = correction.card().id();
      if (!ids.add(id)) {
        throw new IllegalArgumentException(
            "corrections: expected each id once, got " + id + " twice");
      }
    }
  }

  /** A catalogue of these. */
  public static CorrectionCatalogue of(Correction... corrections) {
    return new CorrectionCatalogue(List.of(corrections));
  }

  /** With further ones after these. */
  public CorrectionCatalogue with(Correction... more) {
    return new CorrectionCatalogue(Stream.concat(corrections.stream(), Stream.of(more)).toList());
  }

  /** Those of a stage that answer one of the aspects. */
  public List<Correction> of(Stage stage, Set<Aspect> aspects) {
    return corrections.stream()
        .filter(correction -> correction.stage() == stage)
        .filter(correction -> correction.answers().stream().anyMatch(aspects::contains))
        .toList();
  }
}
