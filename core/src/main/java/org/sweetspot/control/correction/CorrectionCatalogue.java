package org.sweetspot.control.correction;

import java.util.List;
import java.util.Set;
import org.sweetspot.control.change.Aspect;

/** Every correction there is; a new one is one line here. */
public final class CorrectionCatalogue {
  private static final List<Correction> ALL =
      List.of(
          new RateAndLength(),
          new SquareRootMoments(),
          new HigherRate(),
          new SmallerBatch(),
          new UpdateSizeRate(),
          new WidthRate(),
          new RateSearch(),
          new WarmUp(),
          new Annealing(),
          new DecayTimescale(),
          new StrongerDecay(),
          new LabelSmoothing(),
          new Cropping(),
          new GhostNormalization(),
          new WeightAverage());

  private CorrectionCatalogue() {}

  /** All, in the order in which they are tried within a stage. */
  public static List<Correction> all() {
    return ALL;
  }

  /** Those of a stage that answer one of the aspects. */
  public static List<Correction> of(List<Correction> all, Stage stage, Set<Aspect> aspects) {
    return all.stream()
        .filter(correction -> correction.stage() == stage)
        .filter(correction -> correction.answers().stream().anyMatch(aspects::contains))
        .toList();
  }
}
