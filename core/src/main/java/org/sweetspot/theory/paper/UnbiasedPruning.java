package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Check.Relation;
import org.sweetspot.theory.Claim;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Networks;

/**
 * One of each pair of gradients is kept: a with probability |a|/(|a| + |b|), as sign(a) (|a| +
 * |b|). That has no bias and the variance 2 |a b|, the least there is. Keeping the larger one has a
 * bias of the smaller one's size, and a network whose derivatives are pruned so trains worse: an
 * MLP on 1,000 digits, pairs along the examples in the product that gives the weights' gradient,
 * and along the outputs in the one back to the inputs. Source: Chmiel, Hubara, Banner and Soudry
 * 2023, ICLR.
 */
public final class UnbiasedPruning implements Claim {
  private static final int DRAWS = 200_000;
  private static final double[][] PAIRS = {{1, 0.5}, {-2, 0.1}, {0.3, -0.3}};
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 1000, validation: 0, test: 797}}
      model: {kind: mlp, hidden: [64, 64]}
      training:
        batch: 32
        optimizer: {kind: sgd, rate: 0.1}
        budget: 1000 steps
        evaluation: 1000 steps
      """;
  private static final int REPEATS = 8;

  @Override
  public Card card() {
    return new Card(
        "unbiased-pruning",
        "prune gradients without bias",
        "keep a with probability |a|/(|a| + |b|) as sign(a) (|a| + |b|): no bias, variance 2 |a b|;"
            + " keeping the larger one trains worse",
        "1:2 alone; the paper needs 2:4 for some networks",
        "Chmiel, Hubara, Banner and Soudry 2023, ICLR, arXiv 2203.10991");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    List<Check> checks = formulas(seed);
    checks.add(
        Check.mean(
            "ln of a network's training loss, keeping the larger less unbiased",
            Relation.AT_LEAST,
            0,
            Sample.differences(loss(networks, seed, "1:2"), loss(networks, seed, "1:2+unbiased"))));
    return new Finding(checks, List.of());
  }

  private static double[] loss(Networks networks, Seed seed, String gradients) {
    return Repeats.of(
        Networks.recipe(
            RECIPE,
            "training.sparsity={kind: none, products: both, gradients: \"" + gradients + "\"}"),
        REPEATS,
        seed,
        one -> Math.log(networks.train(one).loss(Split.TRAIN)));
  }

  /** What needs no network. */
  static List<Check> formulas(Seed seed) {
    List<Check> checks = new ArrayList<>();
    for (double[] pair : PAIRS) {
      double a = pair[0];
      double b = pair[1];
      double size = Math.abs(a) + Math.abs(b);
      RandomStream stream = seed.stream("pair/" + a + "/" + b);
      double first = 0;
      double second = 0;
      for (int i = 0; i < DRAWS; i++) {
        if (stream.nextDouble() * size < Math.abs(a)) {
          first += Math.signum(a) * size / DRAWS;
        } else {
          second += Math.signum(b) * size / DRAWS;
        }
      }
      double share = Math.abs(a) / size;
      double error = 3 * size * Math.sqrt(share * (1 - share) / DRAWS);
      String name = " of the pair " + a + ", " + b;
      checks.add(Check.within("mean of the first" + name, a, first, error));
      checks.add(Check.within("mean of the second" + name, b, second, error));
      // E|z|^2 - |E z|^2 over both entries, with E z as it was found.
      checks.add(
          Check.within(
              "variance" + name,
              2 * Math.abs(a * b),
              size * size - first * first - second * second,
              2 * size * error));
    }
    return checks;
  }
}
