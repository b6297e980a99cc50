package org.sweetspot.control.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.training.Evaluation;
import org.sweetspot.training.StepCount;

/** Small runs and first parts of runs, from which outcomes are read. */
class PilotsTest {
  private static final Recipe RECIPE =
      RecipeReader.parse(
          "pilots.yaml",
          """
          name: pilots
          data: {source: digits, split: {train: 800, validation: 300, test: 497}}
          model: {kind: mlp, hidden: [64]}
          training: {batch: 16, optimizer: {kind: sgd, rate: 0.1}, budget: 8 epochs}
          """);

  private static Change change(String text) {
    return Change.of(
        RECIPE.withControl(RECIPE.control().withChange(ChangeRecipe.parse(List.of(text)))),
        recipe -> recipe.data().split().subset() > 0 ? recipe.data().split().subset() : 800);
  }

  private static Evaluation at(long step, double loss) {
    Evaluation.Score score = new Evaluation.Score(loss, 0.9);
    return new Evaluation(step, step, Map.of(Split.VALIDATION, score, Split.TEST, score));
  }

  @Test
  void aPowerLawIsReadOffExactlyAndALogarithmToo() {
    for (double p : new double[] {-0.1, 0.2, 0.5}) {
      PowerCurve curve = new PowerCurve(0.25, 0.125, 0.5);
      double value = curve.at(power(0.25, p), power(0.125, p));
      // The weak prior moves the exponent a little.
      assertThat(value).as("p = " + p).isCloseTo(power(0.5, p), within(0.1 * power(0.5, p)));
    }
    assertThat(new PowerCurve(0.5, 0.25, 4).at(power(0.5, 0.2), power(0.25, 0.2)))
        .isCloseTo(power(4, 0.2), within(1e-9));
    assertThat(new PowerCurve(0.5, 0.25, 4).at(0, 0)).isZero();
  }

  private static double power(double share, double p) {
    return 3 * (Math.pow(share, -p) - 1) / p;
  }

  @Test
  void aShorterBudgetIsReadFromShorterOnesAtThreeQuartersOfARun() {
    SmallRuns small = SmallRuns.of(change("budget=50%")).orElseThrow();
    assertThat(small.recipes())
        .extracting(recipe -> StepCount.of(recipe.training(), 800))
        .containsExactly(100L, 50L);
    assertThat(small.cost()).isCloseTo(0.75, within(1e-9));
  }

  @Test
  void aWiderNetworkIsReadFromNarrowerOnes() {
    SmallRuns small = SmallRuns.of(change("width=x4")).orElseThrow();
    assertThat(small.recipes())
        .extracting(recipe -> recipe.model().widths())
        .containsExactly(List.of(32), List.of(16));
    assertThat(small.cost()).isCloseTo(0.75 / 4, within(1e-9));
  }

  @Test
  void anyOtherChangeIsTriedOverAQuarterOfItsBudget() {
    Change change = change("optimizer=adamw");
    SmallRuns small = SmallRuns.of(change).orElseThrow();
    assertThat(small.recipes())
        .extracting(recipe -> StepCount.of(recipe.training(), 800))
        .containsExactly(100L, 100L);
    assertThat(small.recipes().get(0).training().optimizer())
        .isEqualTo(change.changed().training().optimizer());
    assertThat(small.recipes().get(1).training().optimizer())
        .isEqualTo(RECIPE.training().optimizer());
    assertThat(small.cost()).isCloseTo(0.5, within(1e-9));
    Evidence evidence = new Evidence(List.of(run(), run()), 300, 497, 10);
    double reading =
        small.reading(
            evidence, Quantity.LOSS, List.of(List.of(at(100, 0.9)), List.of(at(100, 0.6))));
    assertThat(reading).isCloseTo(Math.log(1.5), within(1e-9));
  }

  private static List<Evaluation> run() {
    return List.of(at(120, 0.8), at(240, 0.6), at(400, 0.4));
  }

  @Test
  void aFirstPartIsComparedWithTheBaselineAtTheSameShare() {
    Evidence evidence = new Evidence(List.of(run(), run()), 300, 497, 10);
    // 30% of 100 updates stand beside 120 of 400.
    List<Evaluation> begun = List.of(at(15, 3), at(30, 1.2), at(100, 99));
    assertThat(evidence.prefix(Quantity.LOSS, begun, 100))
        .isCloseTo(Math.log(1.2 / 0.8), within(1e-9));
    assertThat(evidence.prefix(Quantity.LOSS, begun.subList(2, 3), 100)).isNaN();
  }

  @Test
  void onlyEntriesWithAReadingTeachAPredictor() {
    LedgerEntry without = new LedgerEntry("b", "batch", "", Quantity.LOSS, Map.of(), 0.1, 9, 0.3);
    assertThat(without.has(Predictor.PREFIX)).isFalse();
    assertThat(without.has(Predictor.MEAN)).isTrue();
    Band band =
        new Calibration(Predictor.PREFIX, Quantity.LOSS, List.of(without, without))
            .predict(without.with(Predictor.PREFIX, 0.2));
    assertThat(band.kind()).isEqualTo(Band.Kind.NO_CLAIM);
    assertThat(without.with(Predictor.PREFIX, Double.NaN)).isEqualTo(without);
  }
}
