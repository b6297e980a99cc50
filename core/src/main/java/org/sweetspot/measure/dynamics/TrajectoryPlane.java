package org.sweetspot.measure.dynamics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
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
  public Finding judge(Measurement found) {
    if (found.column("first").size() < 3 || found.column("second").size() < 3) {
      return Finding.READING;
    }
    double first = RandomWalk.resemblance(1, found.column("first"));
    double second = RandomWalk.resemblance(2, found.column("second"));
    return Finding.of(
        first > ALIKE && second > ALIKE
            ? TrajectoryFinding.CURVE_AS_WALK
            : TrajectoryFinding.CURVE_OWN,
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
