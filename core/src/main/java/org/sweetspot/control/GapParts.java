package org.sweetspot.control;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes the gap of a joint change apart: what each value costs when it is changed alone, and what
 * they cost together beyond that. The parts add up to the gap, seed by seed.
 */
final class GapParts {
  private final Differences differences;
  private final List<ArmRun> before;
  private final List<ArmRun> changed;
  private final List<Arm> alone;

  GapParts(Differences differences, List<ArmRun> before, List<ArmRun> changed, List<Arm> alone) {
    this.differences = differences;
    this.before = before;
    this.changed = changed;
    this.alone = alone;
  }

  /** Empty where the change is not joint. */
  List<GapPart> all() {
    List<GapPart> parts = new ArrayList<>();
    if (alone.isEmpty()) {
      return parts;
    }
    double[] rest = Differences.bySeed(before, changed);
    for (Arm arm : alone) {
      double[] cost = Differences.bySeed(before, arm.runs());
      for (int i = 0; i < rest.length; i++) {
        rest[i] -= cost[i];
      }
      parts.add(new GapPart(arm.name(), differences.mean(cost)));
    }
    parts.add(new GapPart(GapPart.TOGETHER, differences.mean(rest)));
    return parts;
  }
}
