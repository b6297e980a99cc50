package org.sweetspot.measure.landscape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measurement;

/** What slices of the loss show; losses that are no numbers count as higher. */
final class LossSlices {
  /** Differences below this share of the loss are rounding. */
  private static final double ROUNDING = 1e-9;

  private LossSlices() {}

  /** Of a line: the ends, whether a lower loss lies on it, and whether it is a bowl. */
  static Optional<Finding> line(Measurement found) {
    List<Double> at = found.column("t");
    List<Double> loss = found.column("loss");
    int middle = at.indexOf(0.0);
    if (middle < 0 || loss.size() != at.size()) {
      return Optional.empty();
    }
    int best = lowest(loss, middle);
    int last = loss.size() - 1;
    Finding ends =
        Finding.of(LandscapeFinding.LINE_ENDS, loss.get(middle), loss.get(0), loss.get(last));
    if (best != middle) {
      return Optional.of(ends.and(LandscapeFinding.LINE_LOWER, loss.get(best), at.get(best)));
    }
    boolean bowl = true;
    for (int i = 1; i < last; i++) {
      double bend = loss.get(i - 1) - 2 * loss.get(i) + loss.get(i + 1);
      bowl &= bend >= -ROUNDING * Math.abs(loss.get(i));
    }
    return Optional.of(ends.and(bowl ? LandscapeFinding.LINE_BOWL : LandscapeFinding.LINE_NO_BOWL));
  }

  /** Of a plane: whether a lower loss lies on it. */
  static Optional<Finding> plane(Measurement found) {
    List<Double> loss = found.column("loss");
    int middle = centre(found, loss.size());
    if (middle < 0) {
      return Optional.empty();
    }
    int best = lowest(loss, middle);
    return Optional.of(
        best == middle
            ? Finding.of(LandscapeFinding.RANDOM_PLANE_LOWEST, loss.size(), loss.get(middle))
            : lower(LandscapeFinding.RANDOM_PLANE_LOWER, found, best, middle));
  }

  /** Of the plane of the trajectory: the same, and where the loss rose under the states. */
  static Optional<Finding> way(Measurement found) {
    List<Double> loss = found.column("loss");
    List<Double> state = found.column("state");
    int middle = state.size() - 1;
    if (middle < 1 || loss.size() != state.size() || !(state.get(middle) > 0)) {
      return Optional.empty();
    }
    List<Double> under = new ArrayList<>();
    for (int i = 0; i < loss.size(); i++) {
      if (state.get(i) > 0) {
        under.add(loss.get(i));
      }
    }
    int rises = 0;
    for (int i = 1; i < under.size(); i++) {
      rises += under.get(i) > under.get(i - 1) * (1 + ROUNDING) ? 1 : 0;
    }
    int best = lowest(loss, middle);
    Finding places =
        best == middle
            ? Finding.of(LandscapeFinding.WAY_LOWEST, loss.size(), loss.get(middle))
            : lower(LandscapeFinding.WAY_LOWER, found, best, middle);
    return Optional.of(
        rises == 0
            ? places.and(LandscapeFinding.FELL_ALL_THE_WAY)
            : places.and(
                LandscapeFinding.ROSE_IN_PLACES, rises, under.size() - 1, Collections.max(under)));
  }

  private static Finding lower(LandscapeFinding where, Measurement found, int best, int middle) {
    List<Double> loss = found.column("loss");
    return Finding.of(
        where,
        loss.get(best),
        found.column("x").get(best),
        found.column("y").get(best),
        loss.get(middle));
  }

  private static int centre(Measurement found, int count) {
    List<Double> x = found.column("x");
    List<Double> y = found.column("y");
    for (int i = 0; i < Math.min(count, Math.min(x.size(), y.size())); i++) {
      if (x.get(i) == 0 && y.get(i) == 0) {
        return i;
      }
    }
    return -1;
  }

  private static int lowest(List<Double> loss, int middle) {
    int best = middle;
    for (int i = 0; i < loss.size(); i++) {
      double less = ROUNDING * Math.abs(loss.get(middle));
      if (loss.get(i) < loss.get(best) && loss.get(i) < loss.get(middle) - less) {
        best = i;
      }
    }
    return best;
  }
}
