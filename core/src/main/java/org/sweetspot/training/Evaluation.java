package org.sweetspot.training;

import java.util.Map;
import org.sweetspot.problem.Split;

/**
 * How good the network is on each split, as it is used (running statistics, averaged weights where
 * the recipe averages).
 *
 * @param step updates done
 * @param epoch passes done
 * @param scores a score for each split that has examples
 */
public record Evaluation(long step, double epoch, Map<Split, Score> scores) {
  /** Copies the map. */
  public Evaluation {
    scores = Map.copyOf(scores);
  }

  /** The score of a split that has examples. */
  public Score score(Split split) {
    Score score = scores.get(split);
    if (score == null) {
      throw new IllegalArgumentException(
          "evaluation: expected a split among " + scores.keySet() + ", got " + split);
    }
    return score;
  }

  /**
   * Quality on one split.
   *
   * @param loss mean loss without label smoothing
   * @param accuracy share of rows whose largest logit is at the label, 0 to 1; NaN where the
   *     problem shows no outputs
   */
  public record Score(double loss, double accuracy) {}
}
