package org.sweetspot.measure.dynamics;

import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;

/**
 * Shares of the states' variance along their first two principal directions, and the participation
 * ratio (sum v)^2 / sum v^2 of all variances v. Exact for the states given. Cost: {@link
 * PrincipalPlane}.
 */
public final class TrajectoryDimension implements Measure {
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
  public Answer answer(MeasureContext context) {
    PrincipalPlane plane = PrincipalPlane.of(context);
    if (!(plane.total() > 0)) {
      throw new NotApplicableException("the weights never moved, so no direction exists");
    }
    return Answer.exact(
            Value.Named.of(
                Map.of(
                    "explained-first", plane.explained(0),
                    "explained-second", plane.explained(1),
                    "explained-both", plane.explained(0) + plane.explained(1),
                    "participation-ratio", plane.participation())),
            "eigenvalues of the centred k x k Gram matrix",
            Walk.conventions(context.trajectory())
                + "; states centred at their mean, each counted once, no scaling")
        .withControl(
            "a random walk of many steps in many dimensions: first 0.608, second 0.152 (6 / (pi a)^2)");
  }
}
