package org.sweetspot.measure.stability;

import java.util.List;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Fact;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.curvature.CurvatureWork;
import org.sweetspot.measure.curvature.HessianEigenvalues;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;

/**
 * The largest delay of gradients, in steps, that gradient descent on a quadratic survives: w' = w -
 * eta g(w of tau steps ago) is stable if and only if
 *
 * <pre>eta lambda_1 below 2 sin(pi / (2 (2 tau + 1))).</pre>
 */
public final class DelayStability implements Measure {
  @Override
  public Card card() {
    return new Card(
        "delay-stability",
        "largest stable delay of gradients",
        "How many steps old may gradients be before this minimum is lost?",
        "Hessian products and the learning rate",
        "0: only fresh gradients. With workers that do not wait for each other the delay is about"
            + " their number less one. A lower learning rate allows more, about in proportion.",
        "steps",
        "Levin and May, Discrete Math. 1976 (difference equations with delay)");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return CurvatureWork.eigenvalues(context, context.subject().stepMode());
  }

  @Override
  public Finding judge(Measurement found) {
    double delay = found.number();
    if (Double.isNaN(delay)) {
      return Finding.READING;
    }
    double least = delay - found.margin();
    return Finding.of(
        least == 0 ? StabilityFinding.NO_DELAY : StabilityFinding.DELAY,
        age(least, delay),
        least + 1);
  }

  private static Fact age(double least, double delay) {
    if (least < delay) {
      return Fact.of(StabilityFinding.DELAY_BETWEEN, least, delay);
    }
    return delay == 0
        ? Fact.of(StabilityFinding.ONLY_FRESH)
        : Fact.of(StabilityFinding.DELAY_UP_TO, delay);
  }

  @Override
  public Answer answer(MeasureContext context) {
    OptimizerRecipe optimizer = context.subject().facts().requireOptimizer();
    if (!(optimizer instanceof OptimizerRecipe.Sgd sgd)) {
      throw new NotApplicableException(
          "known for gradient descent only, and the optimizer is adaptive");
    }
    Eigenpairs pairs = HessianEigenvalues.solve(context, context.subject().stepMode());
    Eigenpair top = pairs.top().get(0);
    if (!(top.value() > 0)) {
      throw new NotApplicableException(
          "the Hessian bends upwards in no direction, so that no delay is too long");
    }
    double step = sgd.rate() * top.value();
    if (step >= 2) {
      throw new NotApplicableException(
          "eta lambda_1 = " + step + " is unstable even without delay; see stability-margin");
    }
    double delay = delay(step);
    double shorter = delay(Math.min(Math.nextDown(2.0), step + sgd.rate() * top.residual()));
    Answer answer =
        Answer.estimate(
            Value.of(delay),
            Value.of(delay - shorter),
            "from the largest eigenvalue, eta lambda_1 = "
                + step
                + "; the error is the change within its residual",
            context
                .sampling()
                .conventions(context.subject().stepMode())
                .and(
                    Conventions.DEFINITION,
                    "gradient descent with exact gradients at learning rate "
                        + sgd.rate()
                        + (sgd.momentum() == 0
                            ? ""
                            : ", the recipe's momentum of "
                                + sgd.momentum()
                                + " left out, which would"
                                + " change it")
                        + "; every gradient delayed by the same number of steps"));
    boolean enough =
        pairs.converged()
            || top.residual() <= context.bench().settings().tolerance() * Math.abs(top.value());
    return enough ? answer : answer.withStatus(Status.NOT_CONVERGED);
  }

  /** Largest whole tau with step below 2 sin(pi / (2 (2 tau + 1))). */
  static double delay(double step) {
    double tau = Math.floor((Math.PI / (2 * Math.asin(step / 2)) - 1) / 2);
    // On the edge itself it is not stable; rounding may fall on either side of it.
    while (tau > 0 && !(step < limit(tau))) {
      tau--;
    }
    while (step < limit(tau + 1)) {
      tau++;
    }
    return tau;
  }

  private static double limit(double tau) {
    return 2 * Math.sin(Math.PI / (2 * (2 * tau + 1)));
  }
}
