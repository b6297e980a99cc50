package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
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
 * The distance of the weights from their start grows as the logarithm of the updates, more slowly
 * than a random walk's root: R^2 of straight lines through the distances at updates 1, 2, 4, ...
 * against ln t and against sqrt(t). The small batch of {@link EqualUpdates}. Source: Hoffer, Hubara
 * and Soudry 2017, NeurIPS.
 */
public final class SlowDiffusion implements Claim {
  private static final int REPEATS = 8;

  @Override
  public Card card() {
    return new Card(
        "slow-diffusion",
        "weights move from their start as the logarithm of the updates",
        "|w_t - w_0| grows as ln t, a line through it fits better than through sqrt(t)",
        "of the phase of a high rate in large networks; a small network fits its data in a few"
            + " hundred updates",
        "Hoffer, Hubara and Soudry 2017, NeurIPS, arXiv 1705.08741");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    double[] better = new double[REPEATS];
    List<Double> logs = new ArrayList<>();
    List<Double> fitted = new ArrayList<>();
    List<Double> seen = new ArrayList<>();
    for (int i = 0; i < REPEATS; i++) {
      Path path = path(Repeats.one(Networks.recipe(EqualUpdates.RECIPE), i, seed), networks);
      better[i] = path.logarithm.getRSquare() - path.root.getRSquare();
      for (int k = 0; i == 0 && k < path.steps.size(); k++) {
        double log = Math.log((double) path.steps.get(k));
        logs.add(log);
        fitted.add(path.logarithm.predict(log));
        seen.add(path.distances.get(k));
      }
    }
    return new Finding(
        List.of(Check.mean("R^2 on ln t less that on sqrt(t)", Relation.AT_LEAST, 0, better)),
        List.of(new Curve("|w_t - w_0|, and the line in ln t", "ln t", logs, fitted, seen)));
  }

  /** How far the weights are from their start, at updates 1, 2, 4, ... */
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
                path.logarithm.addData(Math.log((double) step), distance);
                path.root.addData(Math.sqrt((double) step), distance);
              }
            }
          });
    }
    return path;
  }
}
