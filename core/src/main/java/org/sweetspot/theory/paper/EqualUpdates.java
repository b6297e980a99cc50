package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Check.Relation;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.Networks;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * A batch 16 times larger, with as many updates, the rate times the root of 16 and the statistics
 * of small pieces of the batch, generalizes as the small one does; with as many epochs it does not.
 * The distance from the start grows as the logarithm of the updates. An MLP with batch
 * normalization on 500 digits; accuracy on the other 1,297. Source: Hoffer, Hubara and Soudry 2017,
 * NeurIPS.
 */
public final class EqualUpdates implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 500, validation: 0, test: 1297}}
      model: {kind: mlp, hidden: [64], normalization: batch}
      training:
        batch: 16
        optimizer: {kind: sgd, rate: 0.05}
        budget: 1280 steps
        evaluation: 1280 steps
      """;

  private static final int REPEATS = 12;

  @Override
  public Card card() {
    return new Card(
        "equal-updates",
        "a larger batch needs as many updates",
        "batch 16 times larger: no gap at equal updates with sqrt(16) times the rate and ghost"
            + " statistics; |w_t - w_0| grows as ln t",
        "the root is not universal: linear scaling where noise is small (Goyal 2017), no fixed rule"
            + " over many tasks (Shallue 2019)",
        "Hoffer, Hubara and Soudry 2017, NeurIPS, arXiv 1705.08741");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    double[] small = accuracy(networks, seed);
    double[] epochs = accuracy(networks, seed, "training.batch=256", "training.budget=80 steps");
    double[] updates = accuracy(networks, seed, "training.batch=256");
    double[] adapted =
        accuracy(
            networks,
            seed,
            "training.batch=256",
            "training.optimizer.rate=0.2",
            "model.normalization={kind: ghost, ghost: 16}");
    double[] better = new double[REPEATS];
    List<Double> logs = new ArrayList<>();
    List<Double> fitted = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      Path path = path(Repeats.one(Networks.recipe(RECIPE), i, seed), networks);
      better[i] = path.logarithm.getRSquare() - path.root.getRSquare();
      if (i == 0) {
        for (int k = 0; k < path.steps.size(); k++) {
          double log = Math.log(path.steps.get(k));
          logs.add(log);
          fitted.add(path.logarithm.predict(log));
          seen.add(path.distances.get(k));
        }
      }
    }
    return new Finding(
        List.of(
            Check.mean(
                "points lost at equal updates, sqrt rate and ghost statistics",
                Relation.EQUAL,
                0,
                Sample.differences(small, adapted)),
            Check.mean(
                "points that these win over equal epochs",
                Relation.AT_LEAST,
                0,
                Sample.differences(adapted, epochs)),
            Check.mean(
                "points that equal updates alone win over equal epochs",
                Relation.AT_LEAST,
                0,
                Sample.differences(updates, epochs)),
            Check.mean(
                "|w_t - w_0|: R^2 on ln t less that on sqrt(t)", Relation.AT_LEAST, 0, better)),
        List.of(new Curve("|w_t - w_0| of the small batch", "ln t", logs, fitted, seen)));
  }

  /** Points of test accuracy. */
  private static double[] accuracy(Networks networks, Seed seed, String... options) {
    return Repeats.of(
        Networks.recipe(RECIPE, options),
        REPEATS,
        seed,
        one -> 100 * networks.train(one).accuracy(Split.TEST));
  }

  /** How far the weights are from their start, at steps 1, 2, 4, ... */
  private record Path(
      List<Long> steps,
      List<Double> distances,
      SimpleRegression logarithm,
      SimpleRegression root) {}

  private static Path path(Recipe recipe, Networks networks) {
    Path path =
        new Path(
            new ArrayList<>(), new ArrayList<>(), new SimpleRegression(), new SimpleRegression());
    try (Problem problem = networks.open(recipe);
        ParameterVector start = problem.parameters().copy();
        ParameterVector work = problem.parameters().copy()) {
      Networks.train(
          recipe,
          problem,
          new Observer() {
            @Override
            public void stepped(Problem moved, StepReport report) {
              long step = report.step();
              if (Long.bitCount(step) == 1) {
                double distance = work.set(moved.parameters()).add(-1, start).norm();
                path.steps.add(step);
                path.distances.add(distance);
                path.logarithm.addData(Math.log(step), distance);
                path.root.addData(Math.sqrt(step), distance);
              }
            }
          });
    }
    return path;
  }
}
