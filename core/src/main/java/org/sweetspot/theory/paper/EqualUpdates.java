package org.sweetspot.theory.paper;

import java.util.List;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Check.Relation;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Networks;

/**
 * A batch 16 times larger, with as many updates, the rate times the root of 16 and the statistics
 * of small pieces of the batch, generalizes as the small one does; with as many epochs it does not.
 * An MLP with batch normalization on 500 digits; accuracy on the other 1,297. Source: Hoffer,
 * Hubara and Soudry 2017, NeurIPS.
 */
public final class EqualUpdates implements Claim {
  static final String RECIPE =
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
            + " statistics, a gap at equal epochs",
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
    return new Finding(
        List.of(
            Check.mean(
                "points lost at equal updates, sqrt rate and ghost statistics",
                Relation.AT_MOST,
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
                Sample.differences(updates, epochs))),
        List.of());
  }

  /** Points of test accuracy. */
  private static double[] accuracy(Networks networks, Seed seed, String... options) {
    return Repeats.of(
        Networks.recipe(RECIPE, options),
        REPEATS,
        seed,
        one -> 100 * networks.train(one).accuracy(Split.TEST));
  }
}
