package org.sweetspot.control.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.reference.Quadratic;
import org.sweetspot.training.Evaluator;
import org.sweetspot.training.Training;

/** Branches of bowls, whose losses are formulas, and of noisy ones, which go on as they would. */
class BranchedTrainingTest {
  private static final int EXAMPLES = 64;
  private static final double CURVATURE = 2;

  private static Recipe recipe(String optimizer) {
    return RecipeReader.parse(
        "a.yaml",
        """
        name: a
        data: {source: digits, split: {train: 64, validation: 100, test: 100}}
        model: {kind: mlp, hidden: [4]}
        training:
          batch: 4
          optimizer: %s
          budget: 8 epochs
          averaging: {kind: mean, start: 0.5}
        """
            .formatted(optimizer));
  }

  /** A bowl with one centre for each example, spread by a deviation, begun at one. */
  private static Quadratic bowl(double deviation) {
    RandomStream stream = new Seed(3).stream("centres");
    double[][] centres = new double[EXAMPLES][2];
    for (double[] centre : centres) {
      Arrays.setAll(centre, i -> deviation * stream.nextGaussian());
    }
    Quadratic problem = new Quadratic(new double[][] {{CURVATURE, 0}, {0, 1}}, centres);
    problem.parameters().set(new double[] {1, 0});
    return problem;
  }

  private static double[][] losses(Recipe recipe, BranchDesign design, Quadratic problem) {
    try (BranchedTraining branched = new BranchedTraining(recipe, design, problem, () -> {})) {
      return branched.losses();
    }
  }

  @Test
  void withoutNoiseEachLossIsAPowerOfTheContraction() {
    Recipe recipe = recipe("{kind: sgd, rate: 0.01}");
    BranchDesign design = BranchDesign.upTo(16, recipe, EXAMPLES);
    // An eighth of 128 updates is 16: more than four times the batch would make fewer than 4.
    assertThat(design.factors()).containsExactly(1, 2, 4);
    double[][] losses = losses(recipe, design, bowl(0));
    for (int i = 0; i < losses.length; i++) {
      double weight = Math.pow(1 - 0.01 * CURVATURE, 128 * design.shares().get(i));
      for (int j = 0; j < losses[i].length; j++) {
        int factor = design.factors().get(j);
        double root = Math.pow(1 - 0.01 * Math.sqrt(factor) * CURVATURE, 16.0 / factor);
        double linear = Math.pow(1 - 0.01 * factor * CURVATURE, 16.0 / factor);
        double end = weight * Math.min(root, linear);
        assertThat(losses[i][j]).isCloseTo(CURVATURE * end * end / 2, within(1e-13));
      }
    }
  }

  @Test
  void aBranchIntoTheSameBatchIsTheTrainingItself() {
    for (String optimizer :
        List.of("{kind: sgd, rate: 0.05, momentum: 0.9}", "{kind: adamw, rate: 0.02}")) {
      Recipe recipe = recipe(optimizer);
      BranchDesign design = BranchDesign.upTo(4, recipe, EXAMPLES);
      double[][] losses = losses(recipe, design, bowl(1));
      Quadratic problem = bowl(1);
      try (Training training = Training.start(recipe, problem)) {
        for (int i = 0; i < losses.length; i++) {
          long end = Math.round(128 * design.shares().get(i)) + 16;
          while (training.step() < end && training.advance()) {
            // advanced in the condition
          }
          double loss = new Evaluator(problem).score(Split.TRAIN).loss();
          assertThat(losses[i][0]).as(optimizer + " at " + end).isEqualTo(loss);
        }
      }
    }
  }

  @Test
  void everyBranchTakesTheSameExamplesAtItsRate() {
    Recipe recipe = recipe("{kind: sgd, rate: 0.05}");
    BranchDesign design = BranchDesign.upTo(4, recipe, EXAMPLES);
    for (int factor : design.factors()) {
      Recipe branch = design.branch(recipe, EXAMPLES, 32, factor, factor);
      BatchSizes sizes = BatchSizes.of(branch.training(), EXAMPLES);
      long end = sizes.begins(branch.training().budget());
      assertThat(sizes.position(end) - sizes.position(32)).isEqualTo(64);
      assertThat(sizes.size(32)).isEqualTo(4 * factor);
      assertThat(sizes.rate(32) * branch.training().optimizer().rate())
          .isCloseTo(0.05 * factor, within(1e-15));
    }
    assertThat(BranchDesign.rates(recipe.training().optimizer(), 4)).containsExactly(2.0, 4.0);
    assertThat(BranchDesign.rates(recipe("{kind: adamw, rate: 0.02}").training().optimizer(), 4))
        .containsExactly(2.0);
  }

  private static CriticalBatch critical(double[]... seeds) {
    BranchDesign design = new BranchDesign(List.of(0.5), List.of(1, 2, 4), 0.1);
    List<double[][]> losses = Arrays.stream(seeds).map(seed -> new double[][] {seed}).toList();
    Readings readings =
        new Readings(List.of(new Reading(0, 1, 0, 1, 0, 1, 0), new Reading(1, 6, 0, 2, 0, 1, 0)));
    return CriticalBatch.of(8, design, losses, readings);
  }

  @Test
  void theLargestBatchWithinTheSpreadOfSeedsIsCritical() {
    double infinite = Double.POSITIVE_INFINITY;
    // The seeds' own losses deviate by 0.2.
    CriticalBatch.Point two =
        critical(
                new double[] {1, 1.1, 1.3},
                new double[] {1.2, 1.3, 1.4},
                new double[] {1.4, 1.5, 1.8})
            .points()
            .get(0);
    assertThat(two.factor()).isEqualTo(2);
    assertThat(two.open()).isFalse();
    assertThat(two.tolerance()).isCloseTo(0.2, within(1e-12));
    assertThat(two.excess().get(1)).isCloseTo(0.1, within(1e-12));
    assertThat(two.noiseScale()).isEqualTo(1);
    assertThat(critical(new double[] {1, 1, 1}, new double[] {1.2, 1.2, 1.2}).points().get(0))
        .satisfies(
            point -> {
              assertThat(point.factor()).isEqualTo(4);
              assertThat(point.open()).isTrue();
            });
    // What a batch between them loses, or one that diverges, ends the search.
    assertThat(
            critical(new double[] {1, 9, 1}, new double[] {1.2, 9, 1.2}).points().get(0).factor())
        .isEqualTo(1);
    assertThat(
            critical(new double[] {1, 1, infinite}, new double[] {1.2, 1.2, 1})
                .points()
                .get(0)
                .factor())
        .isEqualTo(2);
  }

  @Test
  void aDesignNeedsTheTrainingItself() {
    assertThatThrownBy(() -> new BranchDesign(List.of(0.5), List.of(2), 0.1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("factors from 1");
  }
}
