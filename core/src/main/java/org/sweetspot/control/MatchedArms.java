package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.change.Matching;
import org.sweetspot.recipe.Recipe;

/**
 * Trains the change until it takes as many examples, and as much compute, as the baseline; each
 * where the change moves that quantity and the experiment may afford it.
 */
final class MatchedArms {
  private final List<Arm> arms = new ArrayList<>();
  private final List<MatchedGap> gaps = new ArrayList<>();

  /**
   * Trains them.
   *
   * @param cost the most that one may take, as a multiple of the baseline's examples
   * @param stepMatched an arm whose recipe may be the same
   */
  MatchedArms(
      Trials trials,
      Change change,
      double cost,
      Differences differences,
      List<ArmRun> before,
      List<ArmRun> changed,
      Arm stepMatched) {
    for (Matching matching : List.of(Matching.EXAMPLES, Matching.COMPUTE)) {
      if (!matching.differs(change, trials::forwardCost)) {
        continue;
      }
      double times = matching.times(change, trials::forwardCost);
      Recipe recipe = matching.apply(change, trials::forwardCost);
      if (recipe.equals(change.alone())) {
        continue;
      }
      if (times > Math.max(1, cost)) {
        gaps.add(new MatchedGap(matching, times, null, null));
        continue;
      }
      List<ArmRun> runs =
          recipe.equals(stepMatched.recipe())
              ? stepMatched.runs()
              : trials.train(matching.arm(), recipe);
      arms.add(trials.unmeasured(matching.arm(), recipe, runs));
      gaps.add(
          new MatchedGap(
              matching, times, differences.of(runs, changed), differences.of(before, runs)));
    }
  }

  List<Arm> arms() {
    return arms;
  }

  List<MatchedGap> gaps() {
    return gaps;
  }
}
