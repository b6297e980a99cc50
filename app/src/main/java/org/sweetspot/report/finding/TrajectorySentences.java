package org.sweetspot.report.finding;

import org.sweetspot.measure.dynamics.TrajectoryFinding;

/** What the trajectory of a training shows, in words. */
final class TrajectorySentences {
  private static final String HOLD =
      "The first two directions hold %.0f%% of the movement, as if it had %.2f directions; a random"
          + " walk of as many states has %.2f: ";
  private static final String PROGRESS =
      "%.0f%% of the way was progress, where a random walk of such steps makes %.0f%%: ";
  private static final String TURNS = "Mean cosine %.2f over %d turns";

  private TrajectorySentences() {}

  static String of(TrajectoryFinding verdict) {
    return switch (verdict) {
      case FEWER_DIRECTIONS ->
          HOLD + "fewer, so that the training kept to a line more than chance would.";
      case MORE_DIRECTIONS ->
          HOLD + "more, so that it moved in turns, or settled and shook in all directions.";
      case DIRECTIONS_AS_WALK -> HOLD + "hardly different, so that this shows nothing.";
      case NEVER_MOVED -> "The weights never moved.";
      case ENDED ->
          "The weights ended %.3g from their start; half of the way was done after %d of %d steps,"
              + " where equal steps take %d.";
      case CAME_BACK -> "They had been as far as %.3g and came back.";
      case NEVER_FARTHER -> "They were never farther.";
      case TOO_FEW_STEPS -> "There are too few steps to tell a straight way from a random walk.";
      case STRAIGHT -> PROGRESS + "the steps pulled in one direction.";
      case BACK_AND_FORTH -> PROGRESS + "the steps undid each other, back and forth.";
      case NO_DIRECTION -> PROGRESS + "not clearly different, so that no direction is shown.";
      case LOSS_AND_SLOPE -> "The loss %s, the length of its gradient %s.";
      case LOSS_AND_NO_SLOPE ->
          "The loss %s, the length of its gradient %s; at the end it cannot be told from zero:"
              + " settled, as far as these examples show.";
      case UNCHANGED -> "did not change by more than two errors (%.3g at the end)";
      case ROSE -> "rose from %.3g to %.3g";
      case FELL -> "fell from %.3g to %.3g";
      case CURVE_AS_WALK ->
          "The curve is the one that a random walk draws in many dimensions (correlations %.2f and"
              + " %.2f): its shape shows nothing of the landscape.";
      case CURVE_OWN ->
          "The curve is not the one that a random walk draws (correlations %.2f and %.2f, where 1"
              + " would be): its turns are this training's own.";
      case TOO_FEW_TURNS -> TURNS + ", too few to tell from the 0 of independent steps.";
      case TURNS_INDEPENDENT ->
          TURNS + " (error %.2g), not told from the 0 of independent steps: nothing shown.";
      case KEPT_DIRECTION ->
          TURNS
              + " (error %.2g), where independent steps show 0: the training kept its direction"
              + " from one state to the next.";
      case VALLEY_WALLS ->
          TURNS
              + " (error %.2g), where independent steps show 0: the training went back and forth,"
              + " as between the walls of a valley.";
    };
  }
}
