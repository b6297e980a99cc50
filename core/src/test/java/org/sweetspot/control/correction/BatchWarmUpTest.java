package org.sweetspot.control.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.CriticalBatch;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.Span;

/** Batches that grow by a critical batch that is made up. */
class BatchWarmUpTest {
  private static final Readings READINGS = new Readings(List.of(new Reading(0, 1, 0, 1, 0, 1, 0)));

  private static Situation situation(String budget, String change, int... factors) {
    Recipe recipe =
        RecipeReader.parse(
            "a.yaml",
            """
            name: a
            data: {source: digits, split: {train: 320, validation: 300, test: 500}}
            model: {kind: mlp, hidden: [8]}
            training: {batch: 8, optimizer: {kind: sgd, rate: 0.1}, budget: %s}
            """
                .formatted(budget));
    Change wanted =
        Change.of(
            recipe.withControl(recipe.control().withChange(ChangeRecipe.parse(List.of(change)))),
            any -> 320);
    List<CriticalBatch.Point> points = new ArrayList<>();
    for (int i = 0; i < factors.length; i++) {
      double share = List.of(0.0, 0.125, 0.25, 0.5).get(i);
      points.add(new CriticalBatch.Point(share, factors[i], false, List.of(), 0.1, 9));
    }
    CriticalBatch critical = new CriticalBatch(8, points);
    return new Situation(
        wanted,
        READINGS,
        4,
        new Pilots() {
          @Override
          public double validation(Recipe any) {
            return 0;
          }

          @Override
          public Optional<CriticalBatch> criticalBatch() {
            return Optional.of(critical);
          }
        });
  }

  private static List<Proposal> propose(Situation situation, double rate) {
    return new BatchWarmUp().propose(situation, situation.change().alone().withRate(rate));
  }

  @Test
  void theBatchFollowsTheCriticalOneUpToTheWantedOne() {
    Situation situation = situation("16 epochs", "batch=64", 1, 4, 2, 8);
    Proposal proposal = propose(situation, 0.2).get(0);
    // Once it has grown it does not shrink. The rate was raised by 2 = 8^(1/3).
    assertThat(proposal.corrected().training().batchSchedule())
        .containsExactly(
            new BatchStage(Span.epochs(2), 8, 0.5), new BatchStage(Span.epochs(8), 32, 0.794));
    assertThat(proposal.corrected().training().batch()).isEqualTo(64);
    assertThat(situation.change().cost(proposal.corrected()).examples())
        .isEqualTo(situation.change().cost(situation.change().alone()).examples());
    // 2 passes of 40, 6 of 10, 8 of 5.
    assertThat(situation.change().cost(proposal.corrected()).steps()).isEqualTo(180);
    assertThat(proposal.reason())
        .contains("8 (9) at 0%, 32 (9) at 13%, 16")
        .contains("batches of 8 until 2 epochs, then of 32 until 8 epochs, then of 64");
  }

  @Test
  void aBudgetInStepsKeepsItsExamples() {
    Situation situation = situation("640 steps", "batch=64", 1, 1, 1, 8);
    Recipe warmed = propose(situation, 0.1).get(0).corrected();
    assertThat(warmed.training().batchSchedule())
        .containsExactly(new BatchStage(Span.epochs(64), 8, 1));
    // 64 passes of 40 updates and 64 of 5, for 128 of 5.
    assertThat(warmed.training().budget()).isEqualTo(Span.steps(2880));
    assertThat(situation.change().cost(warmed).examples()).isEqualTo(640 * 64);
  }

  @Test
  void whereTheWantedBatchIsNotBeyondTheCriticalOneNothingIsProposed() {
    assertThat(propose(situation("16 epochs", "batch=64", 8, 8, 8, 8), 0.2)).isEmpty();
    assertThat(propose(situation("16 epochs", "batch=4", 1, 1, 1, 1), 0.1)).isEmpty();
    assertThat(propose(situation("16 epochs", "batch=64"), 0.1)).isEmpty();
    Situation situation = situation("16 epochs", "batch=64", 1, 1, 1, 1);
    Recipe warmed = propose(situation, 0.1).get(0).corrected();
    assertThat(new BatchWarmUp().propose(situation, warmed)).isEmpty();
    assertThat(warmed.training().batchSchedule().get(0).rate()).isCloseTo(1, within(1e-12));
  }
}
