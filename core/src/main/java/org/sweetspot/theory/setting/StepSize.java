package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * The step of a diagonal network: u := u (1 - 2 eta g), v := v (1 + 2 eta g), g the gradient in
 * beta, so that each update multiplies u v by 1 - 4 eta^2 g^2: a larger step acts as a smaller
 * initialization. Inputs are not centred, where the effect lies. Source: Nacson, Ravichandran,
 * Srebro and Soudry 2022, ICML.
 */
public final class StepSize implements FormulaClaim {
  private static final int INPUTS = 20;
  private static final int EXAMPLES = 8;
  private static final double SCALE = 0.5;
  private static final int DRAWS = 24;
  private static final double LARGE = 0.015;
  private static final double TIME = 40;

  @Override
  public Card card() {
    return new Card(
        "step-size",
        "the step as a smaller initialization in a diagonal network",
        "u v is multiplied by prod(1 - 4 eta^2 g^2); the l1 norm falls on average",
        "needs inputs that are not centred, and steps near the largest stable one; single draws go"
            + " either way",
        "Nacson, Ravichandran, Srebro and Soudry 2022, ICML");
  }

  @Override
  public Finding run(Seed seed) {
    double[] changes = new double[DRAWS];
    double worst = 0;
    List<Double> draws = new ArrayList<>();
    List<Double> small = new ArrayList<>();
    List<Double> large = new ArrayList<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      double[][] x = DiagonalNetwork.inputs(seed.stream("inputs/" + draw), EXAMPLES, INPUTS);
      for (double[] row : x) {
        for (int j = 0; j < INPUTS; j++) {
          row[j] += 2;
        }
      }
      double[] teacher = new double[INPUTS];
      teacher[2] = 1;
      teacher[7] = 1;
      double[] y = Linear.times(x, teacher);
      End slow = train(x, y, 0.05 * LARGE, seed);
      End fast = train(x, y, LARGE, seed);
      worst = Math.max(worst, Math.max(slow.error(), fast.error()));
      changes[draw] = fast.norm() - slow.norm();
      draws.add((double) draw);
      small.add(slow.norm());
      large.add(fast.norm());
    }
    return new Finding(
        List.of(
            Check.equal("error of u v against the product", 0, worst, 1e-12),
            Check.atMost(
                "mean change of the l1 norm at 20 times the step",
                0,
                Sample.mean(changes),
                2.07 * Sample.standardError(changes))),
        List.of(
            new Curve("l1 norm at a small step, and at a large one", "draw", draws, small, large)));
  }

  /** How far u v is from the product, and the l1 norm of beta. */
  private record End(double error, double norm) {}

  private static End train(double[][] x, double[] y, double rate, Seed seed) {
    double[] start = new double[2 * INPUTS];
    Arrays.fill(start, SCALE);
    double[] product = new double[INPUTS];
    Arrays.fill(product, SCALE * SCALE);
    double[] before = start.clone();
    double[] end;
    try (FormulaProblem problem =
        new FormulaProblem(
            start, EXAMPLES, (w, all, into) -> DiagonalNetwork.loss(x, y, w, into))) {
      Descent.plain(rate)
          .run(
              problem,
              Math.round(TIME / rate),
              seed,
              (step, w) -> {
                double[] slope = slope(x, y, before);
                for (int j = 0; j < INPUTS; j++) {
                  product[j] *= 1 - 4 * rate * rate * slope[j] * slope[j];
                }
                System.arraycopy(w, 0, before, 0, w.length);
              });
      end = problem.parameters().toArray();
    }
    double worst = 0;
    double[] beta = new double[INPUTS];
    for (int j = 0; j < INPUTS; j++) {
      worst = Math.max(worst, Math.abs(end[j] * end[INPUTS + j] - product[j]));
      beta[j] = end[j] * end[j] - end[INPUTS + j] * end[INPUTS + j];
    }
    return new End(worst, DiagonalNetwork.norm(beta));
  }

  /** Gradient of the loss in beta. */
  private static double[] slope(double[][] x, double[] y, double[] w) {
    double[] slope = new double[INPUTS];
    for (int i = 0; i < x.length; i++) {
      double residual = -y[i];
      for (int j = 0; j < INPUTS; j++) {
        residual += x[i][j] * (w[j] * w[j] - w[INPUTS + j] * w[INPUTS + j]);
      }
      for (int j = 0; j < INPUTS; j++) {
        slope[j] += residual * x[i][j] / x.length;
      }
    }
    return slope;
  }
}
