package org.sweetspot.control;

import java.util.List;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Interval;

/**
 * A change with some layers kept as they are, tried over all seeds.
 *
 * @param name what was tried, in words
 * @param recipe that was trained
 * @param kept layers that were left as they are; the others were changed
 * @param runs one a seed
 * @param validation what it costs in points of validation accuracy; decisions are made by it
 * @param test what it costs in points of test accuracy
 * @param within whether the upper end of the validation interval is within the limit and no run
 *     diverged
 */
public record LayerTrial(
    String name,
    Recipe recipe,
    List<String> kept,
    List<ArmRun> runs,
    Interval validation,
    Interval test,
    boolean within) {
  /** Copies the lists. */
  public LayerTrial {
    kept = List.copyOf(kept);
    runs = List.copyOf(runs);
  }

  /** Runs that had to be stopped. */
  public int diverged() {
    return (int) runs.stream().filter(ArmRun::diverged).count();
  }
}
