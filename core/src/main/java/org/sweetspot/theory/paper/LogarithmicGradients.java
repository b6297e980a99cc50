package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.precision.Operands;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Check.Relation;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.Networks;
import org.sweetspot.vector.ParameterVector;

/**
 * Four-bit training: weights and inputs are rounded to the nearest, derivatives at random on a
 * logarithmic scale (LUQ), so that the mean of m gradients errs by 1/sqrt(m). Rounding derivatives
 * to the nearest power of two, or at random on an even scale, trains worse. An MLP on 1,000 digits,
 * the forward pass in INT4 in all three arms. Source: Chmiel, Banner, Hoffer, Ben-Yaacov and Soudry
 * 2023, ICLR.
 */
public final class LogarithmicGradients implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 1000, validation: 0, test: 797}}
      model: {kind: mlp, hidden: [64, 64]}
      training:
        batch: 32
        optimizer: {kind: sgd, rate: 0.1}
        budget: 4000 steps
        evaluation: 4000 steps
      """;

  private static final int REPEATS = 8;
  private static final int[] DRAWS = {1, 4, 16, 64, 256};

  /** What ResNet-50 lost in the paper, in points. */
  private static final double LOST = 1.1;

  @Override
  public Card card() {
    return new Card(
        "logarithmic-gradients",
        "round weights to the nearest, gradients by chance on a log scale",
        "LUQ loses little against float32; nearest logarithm and INT4 lose more; the mean of m"
            + " gradients errs by m^-1/2",
        "superseded by formats with block scales, which keep small values better",
        "Chmiel, Banner, Hoffer, Ben-Yaacov and Soudry 2023, ICLR, arXiv 2112.10769");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    Arm plain = arm(networks, seed);
    Arm luq = arm(networks, seed, "training.precision=luq");
    Arm nearest = arm(networks, seed, derivatives("log4+nearest-logarithm"));
    Arm even = arm(networks, seed, derivatives("int4+stochastic"));
    List<Double> counts = new ArrayList<>();
    List<Double> errors = new ArrayList<>();
    double slope = slope(networks, seed, counts, errors);
    List<Double> line = new ArrayList<>();
    for (double count : counts) {
      line.add(errors.get(0) - 0.5 * (count - counts.get(0)));
    }
    return new Finding(
        List.of(
            Check.mean(
                "points lost by LUQ against float32",
                Relation.AT_MOST,
                LOST,
                Sample.differences(plain.accuracy, luq.accuracy)),
            Check.mean(
                "ln of the training loss, LUQ less nearest logarithm",
                Relation.AT_MOST,
                0,
                Sample.differences(luq.loss, nearest.loss)),
            Check.mean(
                "ln of the training loss, LUQ less INT4 at random",
                Relation.AT_MOST,
                0,
                Sample.differences(luq.loss, even.loss)),
            Check.equal("slope of ln error on ln m", -0.5, slope, 0.1)),
        List.of(new Curve("ln of the mean gradient's error", "ln m", counts, line, errors)));
  }

  private static String derivatives(String quantizer) {
    return "training.precision={kind: luq, back-delta: "
        + quantizer
        + ", update-delta: "
        + quantizer
        + "}";
  }

  /** Of each repeat the logarithm of the training loss, and points of test accuracy. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Arm(double[] loss, double[] accuracy) {}

  private static Arm arm(Networks networks, Seed seed, String... options) {
    double[] accuracy = new double[REPEATS];
    double[] loss = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      Networks.Trained trained =
          networks.train(Repeats.one(Networks.recipe(RECIPE, options), i, seed));
      accuracy[i] = 100 * trained.accuracy(Split.TEST);
      loss[i] = Math.log(trained.loss(Split.TRAIN));
    }
    return new Arm(loss, accuracy);
  }

  /**
   * Distance of the mean of m gradients from the gradient whose derivatives are not rounded, over
   * that one's length, at the start of a training; both with the same rounded forward pass.
   */
  private static double slope(
      Networks networks, Seed seed, List<Double> counts, List<Double> errors) {
    Recipe recipe = Networks.recipe(RECIPE, "training.precision=luq");
    Operands rounded = recipe.training().precision().operands().orElseThrow();
    Operands forward =
        Networks.recipe(RECIPE, derivatives("float32"))
            .training()
            .precision()
            .operands()
            .orElseThrow();
    SimpleRegression line = new SimpleRegression();
    try (Problem problem = networks.open(Repeats.one(recipe, 0, seed));
        ParameterVector exact = problem.space().zero();
        ParameterVector sum = problem.space().zero();
        ParameterVector one = problem.space().zero()) {
      QuantizedGradients gradients = problem.ability(QuantizedGradients.class).orElseThrow();
      Batch batch = Batch.range(Split.TRAIN, 0, 32);
      RandomStream stream = seed.stream("draws");
      gradients.gradient(batch, Mode.PROBE, forward, stream, exact);
      int last = Arrays.stream(DRAWS).max().orElseThrow();
      for (int m = 1; m <= last; m++) {
        gradients.gradient(batch, Mode.PROBE, rounded, stream, one);
        sum.add(1, one);
        int count = m;
        if (Arrays.stream(DRAWS).anyMatch(draws -> draws == count)) {
          double error = one.set(sum).scale(1.0 / m).add(-1, exact).norm() / exact.norm();
          counts.add(Math.log(m));
          errors.add(Math.log(error));
          line.addData(Math.log(m), Math.log(error));
        }
      }
    }
    return line.getSlope();
  }
}
