package org.sweetspot.theory.paper;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.sweetspot.generalization.study.Kendall;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
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
import org.sweetspot.topology.BlockedDistances;
import org.sweetspot.topology.Metric;
import org.sweetspot.topology.PersistentDimension;
import org.sweetspot.topology.StretchRates;
import org.sweetspot.training.Training;
import org.sweetspot.trajectory.ArrayTrajectory;

/**
 * Which number follows the generalization gap where training runs at the edge of stability? 27
 * networks 64-8-8-10 on 300 digits: three rates, three batches, three seeds. The sharpness
 * dimension is the Kaplan-Yorke dimension of the mean log singular values of I - rate H_B, dense
 * spectra at {@value #STATES} of the last updates, batches of the training's size. It holds the
 * rate itself: what it says beyond the rate is its rank correlation among runs of equal rate.
 * Beside it the top eigenvalue of those batches and the dimension of persistent homology of the
 * last {@value #TAIL} iterates. Intervals: configurations drawn with replacement. Source: 2026,
 * arXiv 2604.19740.
 */
public final class EdgeDimension implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 300, validation: 0, test: 1497}}
      model: {kind: mlp, hidden: [8, 8], activation: tanh}
      training:
        batch: 20
        optimizer: {kind: sgd, rate: 0.1}
        budget: 3000 steps
      """;

  private static final double[] RATES = {0.2, 0.5, 1.2};
  private static final int[] BATCHES = {15, 60, 300};
  private static final int SEEDS = 3;
  private static final int TAIL = 500;
  private static final int STATES = 4;
  private static final int RESAMPLES = 500;

  @Override
  public Card card() {
    return new Card(
        "edge-dimension",
        "which number follows the gap at the edge of stability",
        "rank correlation with the gap: sharpness dimension above top eigenvalue and"
            + " persistent-homology dimension, and positive at equal rates",
        "the dimension holds the rate itself; persistent-homology dimensions are confounded by"
            + " hyperparameters (Tan et al. 2024)",
        "2026, arXiv 2604.19740");
  }

  /** One trained network. */
  private record Run(
      double rate, int configuration, double gap, double dimension, double top, double homology) {}

  @Override
  public Finding run(Seed seed, Networks networks) {
    List<Run> runs = new ArrayList<>();
    int configuration = 0;
    for (double rate : RATES) {
      for (int batch : BATCHES) {
        Recipe recipe =
            Networks.recipe(RECIPE, "training.batch=" + batch, "training.optimizer.rate=" + rate);
        for (int i = 0; i < SEEDS; i++) {
          runs.add(run(Repeats.one(recipe, i, seed), rate, batch, configuration, seed, networks));
        }
        configuration++;
      }
    }
    RandomStream stream = seed.stream("resamples");
    List<List<Run>> resamples = new ArrayList<>();
    for (int b = 0; b < RESAMPLES; b++) {
      List<Run> drawn = new ArrayList<>();
      for (int c = 0; c < configuration; c++) {
        int chosen = stream.nextInt(configuration);
        runs.stream().filter(run -> run.configuration == chosen).forEach(drawn::add);
      }
      resamples.add(drawn);
    }
    List<Run> sorted = new ArrayList<>(runs);
    sorted.sort((a, b) -> Double.compare(a.dimension, b.dimension));
    double mean = runs.stream().mapToDouble(Run::gap).average().orElseThrow();
    return new Finding(
        List.of(
            check(
                "tau of sharpness dimension and gap", runs, resamples, x -> tau(x, Run::dimension)),
            check(
                "the same among runs of equal rate",
                runs,
                resamples,
                x -> atEqualRate(x, Run::dimension)),
            check(
                "tau less that of the top eigenvalue",
                runs,
                resamples,
                x -> tau(x, Run::dimension) - tau(x, Run::top)),
            check(
                "tau less that of the persistent-homology dimension",
                runs,
                resamples,
                x -> tau(x, Run::dimension) - tau(x, Run::homology)),
            check(
                "tau less that of the rate alone",
                runs,
                resamples,
                x -> tau(x, Run::dimension) - Math.abs(tau(x, Run::rate)))),
        List.of(
            new Curve(
                "gap in points: mean of all, each network",
                "sharpness dimension",
                sorted.stream().map(Run::dimension).toList(),
                sorted.stream().map(run -> mean).toList(),
                sorted.stream().map(Run::gap).toList())));
  }

  private static Check check(
      String what, List<Run> runs, List<List<Run>> resamples, ToDoubleFunction<List<Run>> number) {
    double[] drawn = resamples.stream().mapToDouble(number).filter(Double::isFinite).toArray();
    double error = 1.96 * Math.sqrt(Sample.variance(drawn));
    return new Check(what, Relation.AT_LEAST, 0, number.applyAsDouble(runs), error, 0);
  }

  private static double tau(List<Run> runs, ToDoubleFunction<Run> number) {
    return Kendall.b(
        runs.stream().mapToDouble(number).toArray(), runs.stream().mapToDouble(Run::gap).toArray());
  }

  /** The mean over the rates. */
  private static double atEqualRate(List<Run> runs, ToDoubleFunction<Run> number) {
    return Arrays.stream(RATES)
        .map(rate -> tau(runs.stream().filter(run -> run.rate == rate).toList(), number))
        .filter(tau -> !Double.isNaN(tau))
        .average()
        .orElse(Double.NaN);
  }

  private static Run run(
      Recipe recipe, double rate, int batch, int configuration, Seed seed, Networks networks) {
    RandomStream stream = seed.stream("spectra/" + configuration + "/" + recipe.seed());
    try (Problem problem = networks.open(recipe);
        Training training = Training.start(recipe, problem)) {
      long planned = training.plannedSteps();
      Deque<double[]> tail = new ArrayDeque<>();
      List<StretchRates> rates = new ArrayList<>();
      double top = 0;
      SecondOrder products = problem.ability(SecondOrder.class).orElseThrow();
      while (training.advance()) {
        long left = planned - training.step();
        if (left < TAIL) {
          tail.add(problem.parameters().toArray());
        }
        if (left < TAIL && left % (TAIL / STATES) == 0) {
          int[] order = stream.permutation(problem.size(Split.TRAIN));
          Batch drawn = Batch.of(Split.TRAIN, Arrays.copyOf(order, batch));
          try (Linearization hessian = products.linearize(drawn, Mode.PROBE)) {
            StretchRates state = StretchRates.dense(hessian, rate, networks.algebra());
            rates.add(state);
            top += state.largestEigenvalue() / STATES;
          }
        }
      }
      double train = training.evaluate().score(Split.TRAIN).accuracy();
      double test = training.evaluate().score(Split.TEST).accuracy();
      double[][] states = tail.toArray(double[][]::new);
      double homology =
          PersistentDimension.USUAL
              .of(
                  BlockedDistances.of(
                      Metric.EUCLIDEAN, new ArrayTrajectory("tail", states), networks.algebra()),
                  stream)
              // Its rank is the dimension's, and it is known where the dimension abstains.
              .slope();
      return new Run(
          rate,
          configuration,
          100 * (train - test),
          rates.isEmpty() ? Double.NaN : StretchRates.dimension(rates),
          top,
          homology);
    }
  }
}
