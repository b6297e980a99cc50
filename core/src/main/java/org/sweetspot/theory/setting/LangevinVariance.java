package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * Langevin dynamics on a quadratic of curvature h with a prior of variance 1, temperature T and
 * step r: the chain w := (1 - r a) w + sqrt(2 r T) z, a = h + T, has the stationary variance 2 r T
 * / (1 - (1 - r a)^2), which is T/a only in the limit of short steps. Error: three standard errors
 * of a first-order autoregression's squares.
 */
public final class LangevinVariance implements FormulaClaim {
  private static final int STEPS = 60_000;
  private static final int WARM = 200;
  private static final double TEMPERATURE = 0.5;
  private static final double CURVATURE = 2;
  private static final double[] RATES = {0.05, 0.2, 0.5};

  @Override
  public Card card() {
    return new Card(
        "langevin",
        "the variance of Langevin dynamics on a quadratic",
        "2 r T / (1 - (1 - r a)^2), a = h + T",
        "",
        "the discrete chain, by hand");
  }

  @Override
  public Finding run(Seed seed) {
    List<Check> checks = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (double rate : RATES) {
      double keep = 1 - rate * (CURVATURE + TEMPERATURE);
      double variance = 2 * rate * TEMPERATURE / (1 - keep * keep);
      double[] sum = {0};
      try (Quadratic problem = Quadratic.diagonal(CURVATURE)) {
        new Descent(rate, 0, 0, TEMPERATURE)
            .run(
                problem,
                STEPS,
                seed.child("rate " + rate),
                (step, w) -> sum[0] += step > WARM ? w[0] * w[0] : 0);
      }
      double count = STEPS - WARM;
      double error = 3 * variance * Math.sqrt(2 * (1 + keep * keep) / (1 - keep * keep) / count);
      checks.add(Check.within("variance at rate " + rate, variance, sum[0] / count, error));
      rates.add(rate);
      predicted.add(variance);
      found.add(sum[0] / count);
    }
    return new Finding(
        checks,
        List.of(new Curve("stationary variance", "learning rate", rates, predicted, found)));
  }
}
