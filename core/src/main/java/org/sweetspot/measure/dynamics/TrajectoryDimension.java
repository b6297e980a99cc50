package org.sweetspot.measure.dynamics;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;

/**
 * Shares of the states' variance along their first two principal directions, and the participation
 * ratio (sum v)^2 / sum v^2 of all variances v. Exact for the states given. Cost: {@link
 * PrincipalPlane}.
 */
public final class TrajectoryDimension implements Measure {
  /** Random walks in few dimensions differ by such a factor among each other. */
  private static final double NEAR = 1.25;

  @Override
  public Card card() {
    return new Card(
        "trajectory-dimension",
        "principal directions of the way",
        "In how many directions did the training move?",
        "a trajectory of at least three states",
        "A few directions explain most of nearly every training, and of a random walk too: its"
            + " first two explain 61% and 15% in many dimensions, so only more than that says"
            + " something.",
        "",
        "Li et al., NeurIPS 2018, section 7; the random walk: Antognini and Sohl-Dickstein 2018");
  }

  @Override
  public Finding judge(Measurement found) {
    double directions = found.number("participation-ratio");
    double random =
        found.nullControl("participation-ratio").map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(directions) || Double.isNaN(random)) {
      return Finding.READING;
    }
    return Finding.of(
        directions * NEAR < random
            ? TrajectoryFinding.FEWER_DIRECTIONS
            : directions > NEAR * random
                ? TrajectoryFinding.MORE_DIRECTIONS
                : TrajectoryFinding.DIRECTIONS_AS_WALK,
        100 * found.number("explained-both"),
        directions,
        random);
  }

  private static NullControl beside(String part, double random, double value) {
    boolean tells = value * NEAR < random || value > NEAR * random;
    return new NullControl(part, "a random walk", random, 0, tells);
  }

  @Override
  public Answer answer(MeasureContext context) {
    PrincipalPlane plane = PrincipalPlane.of(context);
    if (!(plane.total() > 0)) {
      throw new NotApplicableException("the weights never moved, so no direction exists");
    }
    int states = context.subject().trajectory().size();
    double first = RandomWalk.share(1, states);
    double second = RandomWalk.share(2, states);
    double random = RandomWalk.participation(states);
    return Answer.exact(
            Value.Named.of(
                Map.of(
                    "explained-first", plane.explained(0),
                    "explained-second", plane.explained(1),
                    "explained-both", plane.explained(0) + plane.explained(1),
                    "participation-ratio", plane.participation())),
            "eigenvalues of the centred k x k Gram matrix",
            Walk.conventions(context.subject().trajectory())
                .and(
                    Conventions.DEFINITION,
                    "states centred at their mean, each counted once, no scaling"))
        .withControl(
            String.format(
                Locale.ROOT,
                "a random walk of %d states in many dimensions: first %.3f, second %.3f,"
                    + " participation ratio %.2f; of very many 0.608, 0.152 and 2.50",
                states,
                first,
                second,
                random),
            List.of(
                beside("explained-first", first, plane.explained(0)),
                beside("explained-second", second, plane.explained(1)),
                beside("participation-ratio", random, plane.participation())));
  }
}
