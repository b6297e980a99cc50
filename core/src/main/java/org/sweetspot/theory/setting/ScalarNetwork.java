package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * A scalar network of depth 2, loss (w1 w2 - 1)^2 / 2. Gradient flow keeps c = w1^2 - w2^2 and ends
 * with sharpness w1^2 + w2^2 = sqrt(c^2 + 4): the sharpness of the gradient-flow solution. Each
 * step of descent multiplies c by 1 - eta^2 r^2, r the residual, so that this sharpness never
 * grows, though the loss may. Source: Kreisler, Nacson, Soudry and Carmon 2023, ICML.
 */
public final class ScalarNetwork implements FormulaClaim {
  private static final double RATE = 0.45;
  private static final int STEPS = 300;

  @Override
  public Card card() {
    return new Card(
        "scalar-network",
        "sharpness of the gradient-flow solution under descent",
        "c = w1^2 - w2^2 is multiplied by 1 - eta^2 r^2; sqrt(c^2 + 4) never grows",
        "proved for scalar networks and squared loss; beyond that seen, not proved",
        "Kreisler, Nacson, Soudry and Carmon 2023, ICML, arXiv 2305.13064");
  }

  static double loss(double[] w, double[] into) {
    double residual = w[0] * w[1] - 1;
    into[0] += residual * w[1];
    into[1] += residual * w[0];
    return residual * residual / 2;
  }

  @Override
  public Finding run(Seed seed) {
    double[] state = {2.1, 0.4};
    double[] worst = {0};
    int[] rises = {0, 0};
    double[] before = {state[0], state[1]};
    List<Double> steps = new ArrayList<>();
    List<Double> sharpness = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    double[] imbalance = {square(state)};
    try (FormulaProblem problem = new FormulaProblem(state, 1, (w, all, into) -> loss(w, into))) {
      Descent.plain(RATE)
          .run(
              problem,
              STEPS,
              seed,
              (step, w) -> {
                double residual = before[0] * before[1] - 1;
                imbalance[0] *= 1 - RATE * RATE * residual * residual;
                worst[0] = Math.max(worst[0], Math.abs(square(w) - imbalance[0]));
                rises[0] += end(w) > end(before) * (1 + 1e-15) ? 1 : 0;
                rises[1] += Math.abs(w[0] * w[1] - 1) > Math.abs(residual) ? 1 : 0;
                if (step <= 60) {
                  steps.add((double) step);
                  sharpness.add(end(w));
                  predicted.add(Math.sqrt(imbalance[0] * imbalance[0] + 4));
                }
                before[0] = w[0];
                before[1] = w[1];
              });
    }
    return new Finding(
        List.of(
            Check.equal("error of the imbalance", 0, worst[0], 1e-10),
            Check.equal("steps at which that sharpness grew", 0, rises[0], 0),
            Check.atLeast("steps at which the loss grew", 1, rises[1], 0)),
        List.of(
            new Curve(
                "sharpness of the gradient-flow solution", "step", steps, predicted, sharpness)));
  }

  private static double square(double[] w) {
    return w[0] * w[0] - w[1] * w[1];
  }

  private static double end(double[] w) {
    return Math.sqrt(square(w) * square(w) + 4);
  }
}
