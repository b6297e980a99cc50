package org.sweetspot.measure.landscape;

import java.util.List;
import java.util.Locale;
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
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * 2 / eta_c with eta_c the smallest learning rate at which a step of gradient descent raises the
 * loss: L(w - eta_c g) = L(w). For a quadratic it is g'Hg / g'g.
 *
 * <p>The step is doubled (or halved) until the loss just rises, then the bracket is halved four
 * times on a logarithmic scale. Error: half the width of the last bracket, about 2%. A rise and
 * fall within one doubling would be stepped over. Cost: one gradient and about six forward passes
 * where the learning rate is near the critical one.
 */
public final class CriticalSharpness implements Measure {
  private static final int HALVINGS = 4;
  private static final int DOUBLINGS = 60;

  @Override
  public Card card() {
    return new Card(
        "critical-sharpness",
        "critical sharpness",
        "How sharp is the loss along the step that training takes next?",
        "gradients",
        "Below 2 / eta the next step of gradient descent lowers the loss. Follows the largest"
            + " eigenvalue of the Hessian at a fraction of its cost.",
        "",
        "Kalra et al. 2026");
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
    return found.number() > 0
        ? Finding.of(LandscapeFinding.LARGEST_STEP, 2 / found.number())
        : Finding.READING;
  }

  @Override
  public Answer answer(MeasureContext context) {
    MeasuredLoss loss = MeasuredLoss.of(context, context.subject().stepMode());
    ParameterVector gradient = loss.gradient();
    if (!(gradient.norm() > 0)) {
      throw new NotApplicableException("the gradient is zero and has no direction");
    }
    double low = start(context);
    boolean rises = rises(loss, low);
    int passes = 1;
    // Move in the direction in which the answer changes.
    double factor = rises ? 0.5 : 2;
    double high = low;
    do {
      if (passes > DOUBLINGS) {
        throw new NotApplicableException(
            "no step along the gradient from "
                + Math.min(low, high)
                + " on changes whether the"
                + " loss rises, so that there is no critical one");
      }
      low = high;
      high = low * factor;
      passes++;
    } while (rises(loss, high) == rises);
    double below = Math.min(low, high);
    double above = Math.max(low, high);
    for (int i = 0; i < HALVINGS; i++) {
      double middle = Math.sqrt(below * above);
      if (rises(loss, middle)) {
        above = middle;
      } else {
        below = middle;
      }
      passes++;
    }
    double most = 2 / below;
    double least = 2 / above;
    return Answer.estimate(
        Value.of((most + least) / 2),
        Value.of((most - least) / 2),
        passes + " forward passes; the error is half the bracket",
        context
            .sampling()
            .conventions(context.subject().stepMode())
            .and(
                Conventions.DEFINITION,
                String.format(
                    Locale.ROOT,
                    "2 / eta_c, eta_c between %.6g and %.6g; steps along the gradient of all"
                        + " measured examples, whatever the optimizer; ",
                    below,
                    above)));
  }

  /** A loss that is no number any more has risen. */
  private static boolean rises(MeasuredLoss loss, double step) {
    return !(loss.at(-step, loss.gradient()) <= loss.here());
  }

  private static double start(MeasureContext context) {
    OptimizerRecipe optimizer = context.subject().facts().optimizer();
    return optimizer instanceof OptimizerRecipe.Sgd sgd && sgd.rate() > 0 ? sgd.rate() : 0.1;
  }
}
