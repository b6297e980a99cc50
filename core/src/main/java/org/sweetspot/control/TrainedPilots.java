package org.sweetspot.control;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.Pilots;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.control.probe.CriticalBatchProbe;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.control.probe.WidthEvidence;
import org.sweetspot.control.probe.WidthProbe;
import org.sweetspot.recipe.Recipe;

/** Pilots of one change, trained in a laboratory, each once. */
final class TrainedPilots implements Pilots {
  private final Trials trials;
  private final Change change;
  private final TrialRuns runs;
  private @Nullable WidthEvidence widths;
  private boolean widthsAsked;
  private @Nullable CriticalBatch criticalBatch;
  private boolean criticalBatchAsked;

  TrainedPilots(Laboratory laboratory, Trials trials, Change change, Readings readings) {
    this.runs = new TrialRuns(laboratory, trials, readings);
    this.trials = trials;
    this.change = change;
  }

  @Override
  public double validation(Recipe recipe) {
    return trials.pilot(recipe);
  }

  @Override
  public Optional<CriticalBatch> criticalBatch() {
    if (!criticalBatchAsked) {
      criticalBatch = new CriticalBatchProbe().read(change, runs).orElse(null);
      criticalBatchAsked = true;
    }
    return knownCriticalBatch();
  }

  /** The critical batch, if a correction has asked for it. */
  Optional<CriticalBatch> knownCriticalBatch() {
    return Optional.ofNullable(criticalBatch);
  }

  @Override
  public Optional<WidthEvidence> widths() {
    if (!widthsAsked) {
      widths = new WidthProbe().read(change, runs).orElse(null);
      widthsAsked = true;
    }
    return Optional.ofNullable(widths);
  }
}
