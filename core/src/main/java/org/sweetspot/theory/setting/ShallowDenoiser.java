package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * A ReLU network of one hidden layer and one input that maps noisy examples to clean points, with
 * weights of least norm: constant on the noise about each point, straight between. Least norm is
 * least integral of |f''|; between two plateaus the slope must reach the mean slope, and only the
 * straight line does not exceed it. It is trained by descent with a little weight decay. On new
 * points between the training's, where the noise is small, that function errs less than the
 * posterior mean of the training points does (the empirical minimum mean square error), which jumps
 * to the nearest of them. Source: Zeno, Ongie, Blumenfeld, Weinberger and Soudry 2023, NeurIPS.
 */
public final class ShallowDenoiser implements FormulaClaim {
  private static final double[] POINTS = {-1.2, -0.4, 0.5, 1.3};
  private static final double NOISE = 0.15;
  private static final int UNITS = 40;
  private static final int STEPS = 400_000;
  private static final double DECAY = 2e-5;
  private static final double SMALL = 0.05;
  private static final int DRAWS = 20_000;

  @Override
  public Card card() {
    return new Card(
        "shallow-denoiser",
        "denoisers of least norm are flat at the points and straight between",
        "f constant on the noise about each clean point, linear between; errs less than the"
            + " empirical posterior mean at small noise",
        "one hidden layer, noise drawn once; trained denoisers see fresh noise",
        "Zeno, Ongie, Blumenfeld, Weinberger and Soudry 2023, NeurIPS, arXiv 2311.06748");
  }

  /** The function of least norm. */
  static double predicted(double x) {
    for (int i = 0; i < POINTS.length; i++) {
      if (x <= POINTS[i] + NOISE || i == POINTS.length - 1) {
        double begin = POINTS[i] - NOISE;
        if (x >= begin || i == 0) {
          return POINTS[i];
        }
        double end = POINTS[i - 1] + NOISE;
        return POINTS[i - 1] + (x - end) / (begin - end) * (POINTS[i] - POINTS[i - 1]);
      }
    }
    throw new IllegalStateException("the last point takes all that is right of it");
  }

  /** The mean of the training points, given one of them with normal noise. */
  private static double posterior(double noisy, double deviation) {
    double above = 0;
    double below = 0;
    double nearest = Double.POSITIVE_INFINITY;
    for (double point : POINTS) {
      nearest = Math.min(nearest, (noisy - point) * (noisy - point));
    }
    for (double point : POINTS) {
      double weight =
          Math.exp((nearest - (noisy - point) * (noisy - point)) / (2 * deviation * deviation));
      above += weight * point;
      below += weight;
    }
    return above / below;
  }

  @Override
  public Finding run(Seed seed) {
    double[] shifts = {-1, -0.5, 0, 0.5, 1};
    int count = POINTS.length * shifts.length;
    double[][] x = new double[count][1];
    double[] y = new double[count];
    for (int i = 0; i < count; i++) {
      y[i] = POINTS[i / shifts.length];
      x[i][0] = y[i] + NOISE * shifts[i % shifts.length];
    }
    ShallowRelu network = new ShallowRelu(1, UNITS, x, y);
    double[] w;
    try (FormulaProblem problem =
        new FormulaProblem(
            network.start(seed.stream("start")),
            count,
            (weights, all, into) -> {
              double loss = network.loss(weights, all, into);
              for (int j = 0; j < weights.length - 1; j++) {
                if (j / UNITS != 1) {
                  loss += DECAY / 2 * weights[j] * weights[j];
                  into[j] += DECAY * weights[j];
                }
              }
              return loss;
            })) {
      new Descent(0.05, 0.9, 0, 0).run(problem, STEPS, seed, (step, moved) -> {});
      w = problem.parameters().toArray();
    }
    List<Double> places = new ArrayList<>();
    List<Double> expected = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    double worst = 0;
    for (int i = 0; i <= 200; i++) {
      double at =
          POINTS[0] - NOISE + i / 200.0 * (POINTS[POINTS.length - 1] - POINTS[0] + 2 * NOISE);
      double value = network.value(w, new double[] {at});
      worst = Math.max(worst, Math.abs(value - predicted(at)));
      places.add(at);
      expected.add(predicted(at));
      found.add(value);
    }
    return new Finding(
        List.of(
            Check.equal("largest distance of the trained network from the formula", 0, worst, 0.01),
            excess(seed.stream("noise"))),
        List.of(new Curve("f", "x", places, expected, found)));
  }

  /** Squared error on new points of the formula less that of the posterior mean. */
  private static Check excess(RandomStream stream) {
    double[] differences = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      double clean = POINTS[0] + stream.nextDouble() * (POINTS[POINTS.length - 1] - POINTS[0]);
      double noisy = clean + SMALL * stream.nextGaussian();
      double a = predicted(noisy) - clean;
      double b = posterior(noisy, SMALL) - clean;
      differences[i] = a * a - b * b;
    }
    return new Check(
        "squared error on new points, the formula less the posterior mean",
        Check.Relation.AT_MOST,
        0,
        Sample.mean(differences),
        1.96 * Sample.standardError(differences),
        0);
  }
}
