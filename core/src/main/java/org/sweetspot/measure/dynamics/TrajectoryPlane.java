package org.sweetspot.measure.dynamics;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;
import org.sweetspot.trajectory.Trajectory;

/** The states' coordinates along their first two principal directions. Exact, as is the Gram. */
public final class TrajectoryPlane implements Measure {
  /** Correlation from which on two curves look the same. */
  private static final double ALIKE = 0.9;

  @Override
  public Card card() {
    return new Card(
        "trajectory-plane",
        "the way in its principal plane",
        "What does the way look like in the plane that shows most of it?",
        "a trajectory of at least three states",
        "Cosine-like curves (a parabola in the plane) are what random walks show as well; loops and"
            + " sharp turns are not.",
        "",
        "Li et al., NeurIPS 2018, section 7; Antognini and Sohl-Dickstein 2018");
  }

  @Override
  public String finding(Measurement found) {
    if (found.column("first").size() < 3 || found.column("second").size() < 3) {
      return card().reading();
    }
    double first = RandomWalk.resemblance(1, found.column("first"));
    double second = RandomWalk.resemblance(2, found.column("second"));
    return first > ALIKE && second > ALIKE
        ? String.format(
            Locale.ROOT,
            "The curve is the one that a random walk draws in many dimensions (correlations %.2f"
                + " and %.2f): its shape shows nothing of the landscape.",
            first,
            second)
        : String.format(
            Locale.ROOT,
            "The curve is not the one that a random walk draws (correlations %.2f and %.2f, where 1"
                + " would be): its turns are this training's own.",
            first,
            second);
  }

  @Override
  public Answer answer(MeasureContext context) {
    PrincipalPlane plane = PrincipalPlane.of(context);
    Trajectory trajectory = context.subject().trajectory();
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("first", plane.coordinates(0));
    columns.put("second", plane.coordinates(1));
    columns.put(
        "position",
        IntStream.range(0, trajectory.size()).mapToDouble(trajectory::position).toArray());
    return Answer.exact(
        Value.Columns.of(columns),
        "sqrt(lambda) u of the centred k x k Gram matrix",
        Walk.conventions(trajectory)
            .and(
                Conventions.DEFINITION,
                "states centred at their mean; signs such that the last state's coordinates are"
                    + " positive"));
  }
}
