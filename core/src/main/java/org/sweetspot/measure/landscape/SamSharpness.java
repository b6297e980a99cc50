package org.sweetspot.measure.landscape;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.vector.ParameterVector;

/**
 * How much the loss rises at a stated distance in the ascent direction:
 *
 * <pre>
 * plain     L(w + rho g / ||g||) - L(w)
 * adaptive  L(w + rho T^2 g / ||T g||) - L(w),  T = diag(|w|)
 * </pre>
 *
 * <p>g is the gradient over all measured examples at once. Exact. Cost: one gradient and one
 * forward pass for each rho.
 */
public final class SamSharpness implements Measure {
  private final boolean adaptive;
  private final List<Double> radii;

  private SamSharpness(boolean adaptive, List<Double> radii) {
    this.adaptive = adaptive;
    this.radii = radii;
  }

  /** At distances around the 0.05 that its paper trains with. */
  public static SamSharpness plain() {
    return new SamSharpness(false, List.of(0.01, 0.05, 0.1));
  }

  /** At distances, in units of the weights, around the 0.5 that its paper trains with. */
  public static SamSharpness adaptive() {
    return new SamSharpness(true, List.of(0.1, 0.5, 1.0));
  }

  @Override
  public Card card() {
    return adaptive
        ? new Card(
            "adaptive-sharpness",
            "adaptive sharpness",
            "How much does the loss rise if every weight moves by a share of its own size?",
            "gradients",
            "Does not change when a layer is scaled up and the next one down, unlike sam-sharpness,"
                + " so that it may be compared between networks.",
            "nats",
            "Kwon, Kim, Park and Choi, ICML 2021 (ASAM), equation 6")
        : new Card(
            "sam-sharpness",
            "sharpness as SAM sees it",
            "How much does the loss rise a small step up the gradient?",
            "gradients",
            "Near zero is flat. Training with SAM lowers it. Depends on the scale of the weights:"
                + " compare only networks of one architecture.",
            "nats",
            "Foret, Kleiner, Mobahi and Neyshabur, ICLR 2021, section 2");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().problem();
    return List.of(
        new Work("gradient of the measured loss", 1, 0, 0),
        Work.forward("losses at displaced weights"));
  }

  @Override
  public Finding judge(Measurement found) {
    String name = "rho-" + radii.get(1);
    double rise = found.number(name);
    if (Double.isNaN(rise)) {
      return Finding.READING;
    }
    return rise > 0
        ? Finding.of(LandscapeFinding.RISES, name, rise).and(Finding.READING)
        : Finding.of(LandscapeFinding.DOES_NOT_RISE);
  }

  @Override
  public Answer answer(MeasureContext context) {
    MeasuredLoss loss = MeasuredLoss.of(context, context.subject().mode());
    Map<String, Double> values = new TreeMap<>();
    try (ParameterVector direction = loss.gradient().copy()) {
      if (adaptive) {
        direction.multiply(loss.weights());
      }
      double norm = direction.norm();
      if (!(norm > 0)) {
        throw new NotApplicableException("the gradient is zero and has no direction");
      }
      if (adaptive) {
        // |w|^2 g is w (w g), whose norm before the last factor is that of |w| g.
        direction.multiply(loss.weights());
      }
      for (double radius : radii) {
        values.put("rho-" + radius, loss.at(radius / norm, direction) - loss.here());
      }
    }
    return Answer.exact(
        Value.Named.of(values),
        "one step along the ascent direction of all measured examples together",
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                (adaptive
                        ? "T = |w| for every parameter, biases included, without a floor; rho in"
                            + " units of T^-1; the method's paper trains with rho = 0.5"
                        : "Euclidean rho over all parameters; the method's paper trains with rho ="
                            + " 0.05")
                    + "; first-order ascent, not the maximum over the ball"));
  }
}
