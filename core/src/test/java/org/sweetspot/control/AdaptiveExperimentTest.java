package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.CorrectionCatalogue;
import org.sweetspot.control.correction.DecayTimescale;
import org.sweetspot.control.correction.RateAndLength;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.prediction.Ledger;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ControlRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;

/** An experiment with AdamW, whose best rate and best decay at every batch are formulas. */
@Tag("heavy")
class AdaptiveExperimentTest {
  private static final double K = Math.sqrt(16) / AdaptiveBowl.DEVIATION;
  private static final double Q = AdaptiveBowl.RIGHT;
  private static final double DECAY = K * (1 - Q) / Q;
  private static final double RATE = 0.005;
  private static final int EPOCHS = 40;
  private static final Recipe RECIPE =
      AdaptiveBowl.recipe(16, RATE, DECAY, EPOCHS)
          .withControl(new ControlRecipe(ChangeRecipe.batch(256), 4, 0.95, 1));

  /** In points; what Adam's own estimate of the noise adds and the formula leaves out. */
  private static final double CLOSE = 0.6;

  private static ControlResult result;

  @BeforeAll
  static void run() {
    result =
        new ControlExperiment(
                new AdaptiveBowl(),
                ExperimentObserver.SILENT,
                Map.of(),
                CorrectionCatalogue.of(new RateAndLength(), new DecayTimescale()),
                Ledger.shipped())
            .run(RECIPE);
  }

  private static long steps(int batch) {
    return (long) EPOCHS * AdaptiveBowl.EXAMPLES / batch;
  }

  @Test
  void everyArmIsTheFormula() {
    for (String name : List.of(Arm.BASELINE, Arm.CHANGED, Arm.STEP_MATCHED, Arm.CONTROLLED)) {
      Arm arm = result.arm(name);
      assertThat(arm.accuracy())
          .as(name)
          .isCloseTo(100 * AdaptiveBowl.truth(arm.recipe()), within(CLOSE));
    }
  }

  @Test
  void theGapIsUnderTrainingAndThePlanMovesRateAndDecayAsTheFormulaDoes() {
    assertThat(result.gap().points().isAboveZero()).isTrue();
    OptimizerRecipe plan = result.plan().training().optimizer();
    assertThat(plan.rate()).isEqualTo(4 * RATE);
    // The timescale B / (eta lambda D) of the baseline, kept: 16 over 4.
    assertThat(plan.weightDecay()).isCloseTo(4 * DECAY, within(0.005 * 4 * DECAY));
    assertThat(result.corrections())
        .filteredOn(TriedCorrection::kept)
        .extracting(TriedCorrection::id)
        .contains("rate-and-length", "decay-timescale");
    double share =
        (AdaptiveBowl.truth(result.arm(Arm.CONTROLLED).recipe())
                - AdaptiveBowl.truth(result.arm(Arm.CHANGED).recipe()))
            / (AdaptiveBowl.truth(RECIPE) - AdaptiveBowl.truth(result.arm(Arm.CHANGED).recipe()));
    assertThat(result.recovery().share().value())
        .isCloseTo(share, within(2 * CLOSE / result.gap().points().value()));
  }

  /** The point of a fine geometric grid where a formula is largest. */
  private static double best(double from, double to, DoubleUnaryOperator formula) {
    double best = from;
    for (double x = from; x <= to; x *= 1.01) {
      best = formula.applyAsDouble(x) > formula.applyAsDouble(best) ? x : best;
    }
    return best;
  }

  @Test
  void theBestDecayKeepsTheTimescaleAtEveryBatchWhoseRateFollowsTheRoot() {
    for (int kappa : new int[] {4, 16}) {
      int batch = 16 * kappa;
      double rate = RATE * Math.sqrt(kappa);
      double decay = best(1e-3, 10, x -> AdaptiveBowl.truth(rate, x, batch, steps(batch)));
      double before = best(1e-3, 10, x -> AdaptiveBowl.truth(RATE, x, 16, steps(16)));
      double timescale = batch / (rate * decay * AdaptiveBowl.EXAMPLES);
      assertThat(timescale)
          .isCloseTo(16 / (RATE * before * AdaptiveBowl.EXAMPLES), within(0.05 * timescale));
      Recipe wanted = RECIPE.withControl(RECIPE.control().withChange(ChangeRecipe.batch(batch)));
      Change change = Change.of(wanted, any -> AdaptiveBowl.EXAMPLES);
      Recipe current = change.alone().withRate(rate);
      Situation situation = new Situation(change, new AdaptiveBowl().read(current), 1);
      OptimizerRecipe proposed =
          new DecayTimescale()
              .propose(situation, current)
              .get(0)
              .corrected()
              .training()
              .optimizer();
      assertThat(proposed.weightDecay()).isCloseTo(DECAY * Math.sqrt(kappa), within(0.001));
    }
  }

  @Test
  void theBestRateGrowsAsTheRootOverAsManyExamples() {
    double before = best(1e-5, 1, x -> AdaptiveBowl.truth(x, DECAY, 16, steps(16)));
    double after = best(1e-5, 1, x -> AdaptiveBowl.truth(x, 4 * DECAY, 256, steps(256)));
    assertThat(after / before).isCloseTo(4, within(0.3));
    AdaptiveBowl laboratory = new AdaptiveBowl();
    for (double factor : new double[] {0.4, 1, 2.5}) {
      Recipe recipe = AdaptiveBowl.recipe(256, after * factor, 4 * DECAY, EPOCHS);
      double accuracy = 0;
      for (int seed = 0; seed < 4; seed++) {
        accuracy += laboratory.train(recipe.withSeed(seed), done -> {}).testAccuracy() / 4;
      }
      assertThat(100 * accuracy)
          .as("rate x " + factor)
          .isCloseTo(100 * AdaptiveBowl.truth(recipe), within(2 * CLOSE));
    }
  }
}
