package org.sweetspot.control.correction;

import java.util.Optional;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.control.probe.WidthEvidence;
import org.sweetspot.recipe.Recipe;

/**
 * Short trainings that a correction may ask for before it proposes anything. Each is carried out
 * when it is first asked for.
 */
public interface Pilots {
  /** No training at all: every pilot ends alike, and nothing is known about other widths. */
  Pilots NONE = recipe -> 0;

  /**
   * Trains a recipe once, with its own seed.
   *
   * @return validation accuracy, 0 to 1; below every accuracy for a run that diverged
   */
  double validation(Recipe recipe);

  /** The critical batch along the baseline; empty where it cannot be measured. */
  default Optional<CriticalBatch> criticalBatch() {
    return Optional.empty();
  }

  /** What small widths say about rates by layer; empty where widths stay or nothing is known. */
  default Optional<WidthEvidence> widths() {
    return Optional.empty();
  }
}
