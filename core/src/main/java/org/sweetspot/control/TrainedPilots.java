package org.sweetspot.control;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.Pilots;
import org.sweetspot.control.probe.WidthEvidence;
import org.sweetspot.recipe.Recipe;

/** Pilots of one change, trained in a laboratory, each once. */
final class TrainedPilots implements Pilots {
  private final Laboratory laboratory;
  private final Trials trials;
  private final Change change;
  private @Nullable WidthEvidence widths;
  private boolean checked;

  TrainedPilots(Laboratory laboratory, Trials trials, Change change) {
    this.laboratory = laboratory;
    this.trials = trials;
    this.change = change;
  }

  @Override
  public double validation(Recipe recipe) {
    return trials.pilot(recipe);
  }

  @Override
  public Optional<WidthEvidence> widths() {
    if (!checked) {
      widths = new WidthChecks(laboratory, trials).of(change).orElse(null);
      checked = true;
    }
    return Optional.ofNullable(widths);
  }
}
