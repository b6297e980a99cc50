package org.sweetspot.run;

import java.util.OptionalLong;
import org.sweetspot.recipe.SnapshotRecipe;

/**
 * Which steps' weights are kept: a pure function of the step. The first and the last are always
 * kept, whatever this says.
 *
 * @param recipe how snapshots are spaced
 */
public record SnapshotPolicy(SnapshotRecipe recipe) {
  /**
   * Whether the weights after so many updates are written. Logarithmic: the first step at or after
   * each power 10^(i / count).
   */
  public boolean writes(long step) {
    if (step == 0) {
      return true;
    }
    return switch (recipe.kind()) {
      case ENDS -> false;
      case EVERY -> step % recipe.count() == 0;
      case LOGARITHMIC -> step == 1 || level(step) > level(step - 1);
      case TAIL -> true;
    };
  }

  /** The step whose snapshot goes when this one has been written: the tail is a rolling window. */
  public OptionalLong drops(long step) {
    boolean rolls = recipe.kind() == SnapshotRecipe.Kind.TAIL && step > recipe.count();
    return rolls ? OptionalLong.of(step - recipe.count()) : OptionalLong.empty();
  }

  private double level(long step) {
    return Math.floor(recipe.count() * StrictMath.log10((double) step));
  }
}
