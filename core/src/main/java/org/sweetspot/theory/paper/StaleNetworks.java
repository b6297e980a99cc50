package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.Networks;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * The largest rate at which a minimum of a network is stable under gradients tau updates old is 2
 * sin(pi/(2 (2 tau + 1))) over its sharpness. A network trained to the end on 60 digits with
 * squared loss by full-batch descent; from there two trainings with stale gradients, one of them
 * shifted by a little along the top eigenvector: above the threshold their distance grows, below it
 * falls. Source: Giladi, Nacson, Hoffer and Soudry 2020, ICLR.
 */
public final class StaleNetworks implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1, precision: double}
      data: {source: digits, split: {train: 60, validation: 0, test: 100}}
      model: {kind: mlp, hidden: [24], activation: tanh}
      loss: {kind: squared}
      training:
        batch: 60
        optimizer: {kind: sgd, rate: 0.1}
        budget: 60000 steps
        evaluation: 60000 steps
      """;

  private static final int[] DELAYS = {0, 1, 4, 16};
  private static final int STEPS = 400;
  private static final double SHIFT = 1e-6;
  private static final double GROWN = 10;
  private static final int HALVINGS = 8;
  private static final double TOLERANCE = 0.03;

  @Override
  public Card card() {
    return new Card(
        "stale-networks",
        "stale gradients: the largest stable rate of a network falls as 1/delay",
        "2 sin(pi/(2 (2 tau + 1)))/sharpness at the minimum: 2, 1, 0.347, 0.0952 at tau = 0, 1, 4,"
            + " 16",
        "of a given minimum: training with a delay goes to flatter ones; constant delay",
        "Giladi, Nacson, Hoffer and Soudry 2020, ICLR, arXiv 1909.12340");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    Recipe recipe = Repeats.one(Networks.recipe(RECIPE), 0, seed);
    List<Check> checks = new ArrayList<>();
    List<Double> delays = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    SimpleRegression line = new SimpleRegression();
    try (Problem problem = networks.open(recipe)) {
      Networks.train(recipe, problem);
      try (ParameterVector minimum = problem.parameters().copy();
          ParameterVector top = problem.space().gaussian(seed.stream("top"))) {
        double sharpness = sharpness(problem, top);
        for (int delay : DELAYS) {
          double formula = 2 * Math.sin(Math.PI / (2 * (2.0 * delay + 1)));
          double limit = limit(delay, formula / sharpness, recipe, problem, minimum, top);
          checks.add(
              Check.equal(
                  "largest stable rate times sharpness, delay " + delay,
                  formula,
                  limit * sharpness,
                  TOLERANCE * formula));
          delays.add(Math.log(2.0 * delay + 1));
          predicted.add(Math.log(formula));
          found.add(Math.log(limit * sharpness));
          if (delay > 0) {
            line.addData(Math.log(2.0 * delay + 1), Math.log(limit * sharpness));
          }
        }
      }
    }
    checks.add(Check.equal("slope of the logarithms against 2 tau + 1", -1, line.getSlope(), 0.1));
    return new Finding(
        checks,
        List.of(
            new Curve(
                "ln of the largest stable rate times sharpness",
                "ln(2 tau + 1)",
                delays,
                predicted,
                found)));
  }

  /** By power iteration; the vector becomes the eigenvector. */
  private static double sharpness(Problem problem, ParameterVector top) {
    double value = 0;
    try (Linearization hessian =
            problem.ability(SecondOrder.class).orElseThrow().linearize(all(problem), Mode.PROBE);
        ParameterVector image = problem.space().zero()) {
      for (int i = 0; i < 500; i++) {
        top.scale(1 / top.norm());
        hessian.apply(top, image);
        value = top.dot(image);
        top.set(image);
      }
    }
    top.scale(1 / top.norm());
    return value;
  }

  private static Batch all(Problem problem) {
    return Batch.range(Split.TRAIN, 0, problem.size(Split.TRAIN));
  }

  /** Between 0.8 and 1.25 times the guess, by halving. */
  private static double limit(
      int delay,
      double guess,
      Recipe recipe,
      Problem problem,
      ParameterVector minimum,
      ParameterVector top) {
    double low = 0.8 * guess;
    double high = 1.25 * guess;
    for (int i = 0; i < HALVINGS; i++) {
      double middle = Math.sqrt(low * high);
      if (grows(delay, middle, recipe, problem, minimum, top)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return Math.sqrt(low * high);
  }

  /**
   * Whether two trainings part. A network that left its minimum comes to rest at a flatter one, so
   * that the largest distance counts, not the last.
   */
  private static boolean grows(
      int delay,
      double rate,
      Recipe recipe,
      Problem problem,
      ParameterVector minimum,
      ParameterVector top) {
    int steps = STEPS * (delay + 1);
    Recipe stale =
        recipe
            .withRate(rate)
            .withTraining(
                Networks.recipe(
                        RECIPE,
                        "training.staleness=" + delay,
                        "training.budget=" + steps + " steps",
                        "training.evaluation=" + steps + " steps",
                        "training.optimizer.rate=" + rate)
                    .training());
    List<Double> plain = along(stale, problem, minimum, top, 0);
    List<Double> moved = along(stale, problem, minimum, top, SHIFT);
    double largest = 0;
    int count = Math.min(plain.size(), moved.size());
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Math.abs(moved.get(i) - plain.get(i)));
    }
    return count < steps || largest > GROWN * SHIFT;
  }

  /** Where the training is along the top eigenvector, after each update. */
  private static List<Double> along(
      Recipe recipe, Problem problem, ParameterVector minimum, ParameterVector top, double shift) {
    problem.parameters().set(minimum).add(shift, top);
    List<Double> positions = new ArrayList<>();
    Networks.train(
        recipe,
        problem,
        new Observer() {
          @Override
          public void stepped(Problem now, StepReport report) {
            positions.add(now.parameters().dot(top));
          }
        });
    return positions;
  }
}
