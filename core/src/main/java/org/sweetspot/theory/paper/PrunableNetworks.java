package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
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
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterGroup;

/**
 * A larger rate over batch makes networks that lose less when their small weights are removed, at
 * equal training loss: MLPs of one hidden layer of 128 on 1,000 digits, the rate over the batch
 * over a factor of 30, each trained until its training loss is {@value #LOSS}; the tenth of each
 * weight matrix that is largest is kept. Source: Barsbey et al. 2021, NeurIPS.
 */
public final class PrunableNetworks implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 1000, validation: 0, test: 797}}
      model: {kind: mlp, hidden: [128]}
      training:
        batch: 10
        optimizer: {kind: sgd, rate: 0.3}
        budget: 30000 steps
      """;

  /** Rate and batch: rates over batches of 0.001, 0.0055 and 0.03. */
  private static final String[][] ARMS = {
    {"training.batch=50", "training.optimizer.rate=0.05"},
    {"training.batch=20", "training.optimizer.rate=0.11"},
    {"training.batch=10", "training.optimizer.rate=0.3"}
  };

  private static final double[] NOISES = {0.001, 0.0055, 0.03};
  private static final double LOSS = 0.02;
  private static final double KEPT = 0.1;
  private static final int REPEATS = 8;

  @Override
  public Card card() {
    return new Card(
        "prunable-networks",
        "a larger rate over batch makes more prunable networks at equal loss",
        "relative error of keeping 10% of the weights falls with rate/batch",
        "the theory is of stationary laws and wide layers; the initial weights are not forgotten in"
            + " a short training",
        "Barsbey, Sefidgaran, Erdogdu, Richard and Simsekli 2021, NeurIPS, arXiv 2106.03795");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    List<double[]> errors = new ArrayList<>();
    List<double[]> lost = new ArrayList<>();
    for (String[] arm : ARMS) {
      double[] error = new double[REPEATS];
      double[] loss = new double[REPEATS];
      for (int i = 0; i < REPEATS; i++) {
        double[] one = pruned(Repeats.one(Networks.recipe(RECIPE, arm), i, seed), networks);
        error[i] = one[0];
        loss[i] = one[1];
      }
      errors.add(error);
      lost.add(loss);
    }
    List<Double> means = errors.stream().map(Sample::mean).toList();
    return new Finding(
        List.of(
            Check.mean(
                "relative error, 30 times the rate over batch less once",
                Relation.AT_MOST,
                0,
                Sample.differences(errors.get(2), errors.get(0))),
            Check.mean(
                "points of training accuracy lost, 30 times less once",
                Relation.AT_MOST,
                0,
                Sample.differences(lost.get(2), lost.get(0)))),
        List.of(
            new Curve(
                "relative error, keeping 10%: mean of all arms, each arm",
                "ln of rate over batch",
                Arrays.stream(NOISES).map(Math::log).boxed().toList(),
                means.stream().map(mean -> means.stream().mapToDouble(x -> x / 3).sum()).toList(),
                means)));
  }

  /** Relative error and points of training accuracy lost. */
  private static double[] pruned(Recipe recipe, Networks networks) {
    try (Problem problem = networks.open(recipe)) {
      Batch all = Batch.range(Split.TRAIN, 0, problem.size(Split.TRAIN));
      try (Training training = Training.start(recipe, problem)) {
        while (training.advance()) {
          if (training.step() % 50 == 0 && problem.loss(all, Mode.EVALUATE) <= LOSS) {
            break;
          }
        }
        double before = training.evaluate().score(Split.TRAIN).accuracy();
        double error = prune(problem);
        return new double[] {
          error, 100 * (before - training.evaluate().score(Split.TRAIN).accuracy())
        };
      }
    }
  }

  /**
   * Sets all but the largest tenth of each matrix to zero; the norm of what goes over that of all.
   */
  private static double prune(Problem problem) {
    double[] weights = problem.parameters().toArray();
    double left = 0;
    double all = 0;
    for (ParameterGroup group : problem.space().groups()) {
      if (group.role() == ParameterGroup.Role.WEIGHT) {
        int from = Math.toIntExact(group.offset());
        int end = from + Math.toIntExact(group.size());
        double[] squares = Arrays.stream(weights, from, end).map(x -> x * x).sorted().toArray();
        double limit = squares[(int) Math.round((1 - KEPT) * squares.length)];
        for (int j = from; j < end; j++) {
          double square = weights[j] * weights[j];
          all += square;
          if (square < limit) {
            left += square;
            weights[j] = 0;
          }
        }
      }
    }
    problem.parameters().set(weights);
    return Math.sqrt(left / all);
  }
}
