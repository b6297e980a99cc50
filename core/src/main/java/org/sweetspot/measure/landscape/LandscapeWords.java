package org.sweetspot.measure.landscape;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;

/** What slices of the loss show, in plain words; losses that are no numbers count as higher. */
final class LandscapeWords {
  /** Differences below this share of the loss are rounding. */
  private static final double ROUNDING = 1e-9;

  private LandscapeWords() {}

  /** Of a line: the ends, whether a lower loss lies on it, and whether it is a bowl. */
  static Optional<String> line(Measurement found) {
    List<Double> at = found.column("t");
    List<Double> loss = found.column("loss");
    int middle = at.indexOf(0.0);
    if (middle < 0 || loss.size() != at.size()) {
      return Optional.empty();
    }
    double here = loss.get(middle);
    int best = lowest(loss, middle);
    int last = loss.size() - 1;
    String ends =
        Sentence.of(
            "From %.3g here the loss goes to %.3g and %.3g where this direction is as long as the"
                + " weights. ",
            here, loss.get(0), loss.get(last));
    if (best != middle) {
      return Optional.of(
          ends
              + Sentence.of(
                  "It is lower, %.3g, at %.2g: along this direction the weights are not at a"
                      + " minimum.",
                  loss.get(best), at.get(best)));
    }
    boolean bowl = true;
    for (int i = 1; i < last; i++) {
      double bend = loss.get(i - 1) - 2 * loss.get(i) + loss.get(i + 1);
      bowl &= bend >= -ROUNDING * Math.abs(loss.get(i));
    }
    return Optional.of(
        ends
            + "It is lowest here"
            + (bowl
                ? " and bends upwards all along: a bowl, in this one direction."
                : ", but not a bowl all along: it bends downwards in places."));
  }

  /** Of a plane: whether a lower loss lies on it. */
  static Optional<String> plane(Measurement found) {
    List<Double> loss = found.column("loss");
    int middle = centre(found, loss.size());
    if (middle < 0) {
      return Optional.empty();
    }
    return Optional.of(lower(found, loss, middle, loss.size(), "these two random directions"));
  }

  /** Of the plane of the way: the same, and where the loss rose under the states. */
  static Optional<String> way(Measurement found) {
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
    return Optional.of(
        lower(found, loss, middle, loss.size(), "the plane of the way")
            + (rises == 0
                ? " Under the states it fell all the way."
                : Sentence.of(
                    " Under the states it rose in %d of %d stretches, at most to %.3g.",
                    rises, under.size() - 1, Collections.max(under))));
  }

  private static String lower(
      Measurement found, List<Double> loss, int middle, int count, String where) {
    int best = lowest(loss, middle);
    return best == middle
        ? Sentence.of(
            "Of %d places on %s none has a lower loss than the weights, %.3g.",
            count, where, loss.get(middle))
        : Sentence.of(
            "On %s the loss is lower elsewhere: %.3g at (%.2g, %.2g) against %.3g here, so that"
                + " the weights are not at a minimum.",
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
