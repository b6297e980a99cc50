package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.sweetspot.statistics.StudentT;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.Networks;
import org.sweetspot.training.Observer;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * Training in few bits stops to pay where the gradient is sqrt(3) times its rounding noise. On an
 * isotropic quadratic a step along g + noise, of the best length, makes r^2/(1 + r^2) of the exact
 * step's progress, r = |g|/|noise|: 3/4 at that r. For a network the same share is measured along a
 * training in simulated NVFP4: at each of its states the best step along the exact gradient of all
 * examples, and the best common step along draws of the rounded one, both by trying lengths.
 * Source: Chmiel, Fishman, Banner and Soudry 2025, NeurIPS; the quadratic is derived here.
 */
public final class StopSign implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 500, validation: 0, test: 1297}}
      model: {kind: mlp, hidden: [64, 64]}
      training:
        batch: 500
        optimizer: {kind: sgd, rate: 0.2}
        precision: nvfp4
        budget: 3000 steps
        evaluation: 3000 steps
      """;

  private static final double RATIO = Math.sqrt(3);
  private static final double SHARE = 0.75;
  private static final int REPEATS = 12;
  private static final double NEAR = 1.5;
  private static final int DRAWS = 8;
  private static final int DIMENSION = 400;

  @Override
  public Card card() {
    return new Card(
        "stop-sign",
        "low-bit training has a stop sign",
        "a step makes r^2/(1 + r^2) of the exact one's progress, r = |gradient|/|rounding noise|:"
            + " 3/4 at sqrt(3)",
        "the share says where progress slows, not that it ends; nearest rounding ahead of the"
            + " gradient is a bias, not noise",
        "Chmiel, Fishman, Banner and Soudry 2025, NeurIPS, arXiv 2505.19115");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    List<Check> checks = new ArrayList<>();
    checks.add(quadratic(seed.stream("quadratic")));
    List<Point> points = new ArrayList<>();
    double[] at = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      List<Point> own = points(Repeats.one(Networks.recipe(RECIPE), i, seed), seed, networks);
      at[i] = near(own);
      points.addAll(own);
    }
    points.sort((a, b) -> Double.compare(a.ratio, b.ratio));
    double[] known = Arrays.stream(at).filter(share -> !Double.isNaN(share)).toArray();
    double error =
        known.length < 2
            ? 0
            : StudentT.factor(known.length - 1, 0.95) * Sample.standardError(known);
    checks.add(
        new Check(
            "share of progress of a network in NVFP4 at sqrt(3)",
            Check.Relation.EQUAL,
            SHARE,
            known.length < 2 ? Double.NaN : Sample.mean(known),
            error,
            0.05));
    return new Finding(
        checks,
        List.of(
            new Curve(
                "share of the exact step's progress",
                "ln of |gradient| over |rounding noise|",
                points.stream().map(point -> Math.log(point.ratio)).toList(),
                points.stream()
                    .map(point -> point.ratio * point.ratio / (1 + point.ratio * point.ratio))
                    .toList(),
                points.stream().map(Point::share).toList())));
  }

  /** Of 20,000 noisy steps of the best length on an isotropic quadratic. */
  private static Check quadratic(RandomStream stream) {
    int draws = 20_000;
    double norm = RATIO;
    double step = norm * norm / (norm * norm + 1);
    double[] progress = new double[draws];
    for (int i = 0; i < draws; i++) {
      double square = 0;
      for (int j = 0; j < DIMENSION; j++) {
        double start = j == 0 ? norm : 0;
        double noisy = start + stream.nextGaussian() / Math.sqrt(DIMENSION);
        square += (start - step * noisy) * (start - step * noisy);
      }
      progress[i] = 1 - square / (norm * norm);
    }
    return new Check(
        "share of progress on a quadratic at sqrt(3)",
        Check.Relation.EQUAL,
        SHARE,
        Sample.mean(progress),
        1.96 * Sample.standardError(progress),
        0);
  }

  /** One state of a training. */
  private record Point(double ratio, double share) {}

  private static List<Point> points(Recipe recipe, Seed seed, Networks networks) {
    List<Point> points = new ArrayList<>();
    Operands rounded = recipe.training().precision().operands().orElseThrow();
    try (Problem problem = networks.open(recipe)) {
      Networks.train(
          recipe,
          problem,
          new Observer() {
            @Override
            public void stepped(Problem moved, StepReport report) {
              long step = report.step();
              if (step >= 8 && Math.round(4 * log2(step)) != Math.round(4 * log2(step - 1))) {
                points.add(
                    point(moved, rounded, seed.child(recipe.seed() + "/" + step).stream("draws")));
              }
            }
          });
    }
    return points;
  }

  private static double log2(long step) {
    return Math.log((double) step) / Math.log(2);
  }

  private static Point point(Problem problem, Operands rounded, RandomStream stream) {
    QuantizedGradients gradients = problem.ability(QuantizedGradients.class).orElseThrow();
    Batch all = Batch.range(Split.TRAIN, 0, problem.size(Split.TRAIN));
    List<ParameterVector> noisy = new ArrayList<>();
    try (ParameterVector exact = problem.space().zero();
        ParameterVector start = problem.parameters().copy();
        ParameterVector difference = problem.space().zero()) {
      double loss = problem.gradient(all, Mode.PROBE, exact);
      double noise = 0;
      for (int i = 0; i < DRAWS; i++) {
        ParameterVector one = problem.space().zero();
        noisy.add(one);
        gradients.gradient(all, Mode.PROBE, rounded, stream, one);
        double distance = difference.set(one).add(-1, exact).norm();
        noise += distance * distance / DRAWS;
      }
      double best = best(problem, all, start, List.of(exact), loss);
      double share = best(problem, all, start, noisy, loss) / best;
      problem.parameters().set(start);
      return new Point(exact.norm() / Math.sqrt(noise), share);
    } finally {
      noisy.forEach(ParameterVector::close);
    }
  }

  /**
   * The largest mean decrease of the loss by a step along the directions, of one length for all.
   */
  private static double best(
      Problem problem,
      Batch all,
      ParameterVector start,
      List<ParameterVector> directions,
      double loss) {
    double best = 0;
    for (double rate = 32; rate > 1e-3; rate /= Math.sqrt(2)) {
      double mean = 0;
      for (ParameterVector direction : directions) {
        problem.parameters().set(start).add(-rate, direction);
        mean += (loss - problem.loss(all, Mode.PROBE)) / directions.size();
      }
      best = Double.isFinite(mean) ? Math.max(best, mean) : best;
    }
    return best;
  }

  /**
   * The share at sqrt(3) of one training: the median over its states whose ratio is within a factor
   * of {@value #NEAR} of it, each taken there along r^2 / (1 + r^2). Single states are far off
   * where the exact step makes hardly any progress, so that neither a mean nor two neighbours would
   * do.
   */
  private static double near(List<Point> points) {
    double[] shares =
        points.stream()
            .filter(point -> Math.abs(Math.log(point.ratio / RATIO)) < Math.log(NEAR))
            .mapToDouble(point -> SHARE * point.share * (1 + 1 / (point.ratio * point.ratio)))
            .sorted()
            .toArray();
    int half = shares.length / 2;
    return shares.length < 3
        ? Double.NaN
        : shares.length % 2 == 1 ? shares[half] : (shares[half - 1] + shares[half]) / 2;
  }
}
