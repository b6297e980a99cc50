package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.generalization.bound.PacBayesForm;
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
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.Observer;

/**
 * The guarantee of {@link LangevinGap} for a network: an MLP of one hidden layer of 32 on 300
 * digits, trained by Langevin dynamics from its prior at several inverse temperatures beta; test
 * error less training error at ten times of {@value #REPEATS} trainings each, beside sqrt((beta E
 * L(w_0) + ln(2 sqrt(N)/delta))/(2N)), with the mean loss of 20 starts. Source: Harel et al. 2025,
 * NeurIPS, with the constant re-derived.
 */
public final class LangevinNetwork implements Claim {
  private static final String RECIPE =
      """
      engine: {threads: 1}
      data: {source: digits, split: {train: 300, validation: 0, test: 1497}}
      model: {kind: mlp, hidden: [32], initialization: gaussian}
      training:
        batch: 300
        optimizer: {kind: sgd, rate: 0.2}
        budget: 2000 steps
        evaluation: 200 steps
      """;

  private static final int EXAMPLES = 300;

  /** At the last the bound says nothing; it is there to show that the gap grows. */
  private static final double[] BETAS = {10, 30, 100, 3000};

  private static final int REPEATS = 8;
  private static final int STARTS = 20;
  private static final double DELTA = 0.05;

  @Override
  public Card card() {
    return new Card(
        "noise-guarantee-network",
        "noise buys a guarantee for a network before training",
        "gap <= sqrt((beta E L(w_0) + ln(2 sqrt(N)/delta))/(2N)) at all times; both grow with beta",
        "where a network learns the bound is above 1 unless examples are many: it pays for beta,"
            + " not for what was learnt",
        "Harel et al. 2025, NeurIPS, arXiv 2505.19087");
  }

  @Override
  public Finding run(Seed seed, Networks networks) {
    double start = startLoss(seed, networks);
    List<Check> checks = new ArrayList<>();
    List<Double> betas = new ArrayList<>();
    List<Double> bounds = new ArrayList<>();
    List<Double> gaps = new ArrayList<>();
    List<double[]> ends = new ArrayList<>();
    for (double beta : BETAS) {
      Recipe recipe =
          Networks.recipe(
              RECIPE, "training.gradient-noise={kind: langevin, scale: " + 1 / beta + "}");
      double[] most = new double[REPEATS];
      double[] last = new double[REPEATS];
      for (int i = 0; i < REPEATS; i++) {
        List<Double> seen = gaps(Repeats.one(recipe, i, seed), networks);
        most[i] = seen.stream().mapToDouble(gap -> gap).max().orElseThrow();
        last[i] = seen.get(seen.size() - 1);
      }
      double bound = Math.sqrt(PacBayesForm.complexity(beta * start, EXAMPLES, DELTA) / 2);
      if (bound < 1) {
        checks.add(
            Check.atMost(
                "largest gap of " + REPEATS + " trainings at ten times, beta " + beta,
                bound,
                Arrays.stream(most).max().orElseThrow(),
                0));
      }
      betas.add(Math.log10(beta));
      bounds.add(bound);
      gaps.add(Sample.mean(last));
      ends.add(last);
    }
    checks.add(
        Check.mean(
            "gap at the end, the largest beta less the smallest",
            Relation.AT_LEAST,
            0,
            Sample.differences(ends.get(ends.size() - 1), ends.get(0))));
    return new Finding(
        checks, List.of(new Curve("bound and mean gap", "log10 beta", betas, bounds, gaps)));
  }

  private static List<Double> gaps(Recipe recipe, Networks networks) {
    List<Double> gaps = new ArrayList<>();
    networks.train(
        recipe,
        new Observer() {
          @Override
          public void evaluated(Problem problem, Evaluation evaluation) {
            gaps.add(
                evaluation.score(Split.TRAIN).accuracy() - evaluation.score(Split.TEST).accuracy());
          }
        });
    return gaps;
  }

  /** The mean loss of starts, which are draws from the prior. */
  private static double startLoss(Seed seed, Networks networks) {
    return Sample.mean(
        Repeats.of(
            Networks.recipe(RECIPE),
            STARTS,
            seed.child("starts"),
            recipe -> {
              try (Problem problem = networks.open(recipe)) {
                return problem.loss(Batch.range(Split.TRAIN, 0, EXAMPLES), Mode.EVALUATE);
              }
            }));
  }
}
