package org.sweetspot.control.correction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeCheck;
import org.sweetspot.recipe.RecipeReader;

/** What every correction must do, and what single ones must. */
class CorrectionCatalogueTest {
  private static final String SGD = "{kind: sgd, rate: 0.05, momentum: 0.9, weight-decay: 1e-3}";
  private static final String ADAM = "{kind: adamw, rate: 1e-3, weight-decay: 0.1}";
  private static final String[] CHANGES = {
    "batch=64",
    "batch=2",
    "lr=0.4",
    "budget=25%",
    "budget=x2",
    "data=25%",
    "optimizer=adamw",
    "optimizer=sgd",
    "optimizer=rmsprop",
    "width=x4",
    "width=x0.5",
    "depth=3",
    "smoothing=0.2",
    "decay=0.01",
    "clip=1",
    "schedule=cosine",
    "normalization=layer",
    "averaging=mean",
    "precision=naive-log",
    "precision=nvfp4",
    "sparsity=2:4",
    "staleness=8",
    "workers=4",
    "workers={kind: dropping, count: 2, pieces: 2}",
    "sparsity={kind: none, gradients: \"1:2\"}",
    "model.activation=tanh",
    "batch=64,budget=50%"
  };

  private static int examples(Recipe recipe) {
    int subset = recipe.data().split().subset();
    return subset == 0 ? 400 : subset;
  }

  private static Recipe recipe(String optimizer) {
    return RecipeReader.parse(
        "a.yaml",
        """
        name: a
        data: {source: digits, split: {train: 400, validation: 300, test: 500}}
        model: {kind: mlp, hidden: [64], normalization: batch}
        training: {batch: 8, optimizer: %s, budget: 20 epochs}
        """
            .formatted(optimizer));
  }

  private static Situation situation(String optimizer, String change) {
    Recipe recipe = recipe(optimizer);
    Change wanted =
        Change.of(
            recipe.withControl(recipe.control().withChange(ChangeRecipe.parse(List.of(change)))),
            CorrectionCatalogueTest::examples);
    Readings readings =
        new Readings(
            List.of(
                new Reading(0, 4, 0.1, 0.5, 0.1, 3, 0.01),
                new Reading(1, 2, 0.1, 0.1, 0.1, 5, 0.01)),
            5000);
    return new Situation(wanted, readings, 4);
  }

  private static List<Situation> situations() {
    List<Situation> situations = new ArrayList<>();
    for (String change : CHANGES) {
      for (String optimizer : new String[] {SGD, ADAM}) {
        if (!(change.equals("optimizer=adamw") && optimizer.equals(ADAM))) {
          situations.add(situation(optimizer, change));
        }
      }
    }
    return situations;
  }

  /** With one that is made up, to show that a file with its card and this line are all it takes. */
  private static final CorrectionCatalogue ADDED =
      CorrectionCatalogue.SHIPPED.with(new TwiceTheRate());

  static List<Correction> all() {
    return ADDED.corrections();
  }

  @Test
  void anAddedCorrectionIsOfferedWhereItAnswersAndNowhereElse() {
    assertThat(ADDED.of(Stage.RATE_AND_LENGTH, Set.of(Aspect.CLIPPING)))
        .singleElement()
        .isInstanceOf(TwiceTheRate.class);
    for (Stage stage : Stage.values()) {
      for (Aspect aspect : Aspect.values()) {
        if (aspect != Aspect.CLIPPING) {
          assertThat(ADDED.of(stage, Set.of(aspect)))
              .isEqualTo(CorrectionCatalogue.SHIPPED.of(stage, Set.of(aspect)));
        }
      }
    }
    assertThatThrownBy(() -> ADDED.with(new TwiceTheRate()))
        .hasMessageContaining("twice-the-rate twice");
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCardSaysWhatWhenAndOnWhichEvidence(Correction correction) {
    Card card = correction.card();
    assertThat(card.id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(List.of(card.title(), card.what(), card.when(), card.cost(), card.evidence()))
        .noneMatch(String::isBlank);
    assertThat(card.evidence()).doesNotContain("EVIDENCE");
    assertThat(correction.answers()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatIsProposedCanBeTrainedAndAltersNoneOfWhatWasAskedFor(Correction correction) {
    for (Situation situation : situations()) {
      Change change = situation.change();
      if (correction.answers().stream().noneMatch(change.aspects()::contains)) {
        continue;
      }
      Recipe current = change.alone();
      for (Proposal proposal : correction.propose(situation, current)) {
        assertThat(RecipeCheck.require(proposal.corrected(), examples(proposal.corrected())))
            .isNotEqualTo(current);
        assertThat(proposal.name()).isNotBlank();
        assertThat(proposal.reason()).isNotBlank();
        assertThat(proposal.corrected().seed()).isEqualTo(current.seed());
        if (change.aspects().contains(Aspect.BUDGET)) {
          assertThat(change.cost(proposal.corrected()).examples())
              .as(proposal.name())
              .isLessThanOrEqualTo((long) (1.01 * change.cost(current).examples()));
        }
        if (change.aspects().equals(Set.of(Aspect.BATCH))) {
          assertThat(proposal.corrected().training().batch()).isEqualTo(change.batch());
        }
        if (change.aspects().contains(Aspect.DATA)) {
          assertThat(examples(proposal.corrected())).isEqualTo(examples(current));
        }
      }
    }
  }

  /** A change that a correction answers, but so small that there is nothing to win back. */
  @ParameterizedTest
  @MethodSource("all")
  void whereThereIsNothingToDoNothingIsProposed(Correction correction) {
    if (correction instanceof RateSearch) {
      return; // Searches because nothing is known; it has a test of its own.
    }
    for (String optimizer : new String[] {SGD.replace(", weight-decay: 1e-3", ""), ADAM}) {
      for (String change : new String[] {"model.activation=tanh", "budget=x2"}) {
        Situation situation = situation(optimizer, change);
        Recipe settled =
            situation
                .change()
                .alone()
                .withTraining(
                    situation
                        .change()
                        .alone()
                        .training()
                        .withSchedule(
                            new org.sweetspot.recipe.ScheduleRecipe.Cosine(
                                0, org.sweetspot.recipe.Span.steps(0))));
        assertThat(correction.propose(situation, settled)).as(change).isEmpty();
      }
    }
  }

  @Test
  void anotherWidthKeepsTheBaselinesAsItsBase() {
    Situation wider = situation(SGD, "width=x4");
    List<Proposal> proposals = new MaximalUpdateRates().propose(wider, wider.change().alone());
    assertThat(proposals)
        .extracting(proposal -> proposal.corrected().training().optimizer().rate())
        .containsExactly(0.05, 0.15);
    assertThat(proposals)
        .allSatisfy(proposal -> assertThat(proposal.corrected().model().widthRatio()).isEqualTo(4));
    Recipe already = proposals.get(0).corrected();
    assertThat(new MaximalUpdateRates().propose(wider, already)).isEmpty();
    assertThat(new WidthRate().propose(wider, already)).isEmpty();
  }

  @Test
  void thePilotProposesItsBestRateAndNothingWhereThatIsTheRateAsItIs() {
    Situation none = situation(SGD, "optimizer=adamw");
    assertThat(new RatePilot().propose(none, none.change().alone())).isEmpty();
    List<Long> steps = new ArrayList<>();
    Situation piloted =
        new Situation(
            none.change(),
            none.readings(),
            none.cost(),
            recipe -> {
              steps.add(none.change().cost(recipe).steps());
              return -Math.abs(Math.log(recipe.training().optimizer().rate() / 0.004));
            });
    Recipe current = none.change().alone();
    assertThat(new RatePilot().propose(piloted, current))
        .singleElement()
        .satisfies(proposal -> assertThat(proposal.corrected()).isEqualTo(current.withRate(0.003)));
    // Five pilots of a fifth: one training of one seed.
    assertThat(steps).hasSize(5).allMatch(count -> count == 200);
    Situation batch = situation(ADAM, "batch=64");
    assertThat(new RatePilot().propose(batch, batch.change().alone())).isEmpty();
  }

  @Test
  void theDecayFormIsAlteredUnderAdamWhereWeightsDecay() {
    Situation adam = situation(SGD, "optimizer=adamw");
    Recipe current = adam.change().alone();
    assertThat(new DecayForm().propose(adam, current))
        .singleElement()
        .satisfies(
            proposal -> {
              OptimizerRecipe.AdamW other =
                  (OptimizerRecipe.AdamW) proposal.corrected().training().optimizer();
              assertThat(other.decoupled()).isFalse();
              assertThat(other.weightDecay()).isEqualTo(1e-3);
            });
    Situation gradient = situation(ADAM, "optimizer=sgd");
    assertThat(new DecayForm().propose(gradient, gradient.change().alone())).isEmpty();
    assertThat(
            new DecayForm()
                .propose(
                    adam, current.withOptimizer(current.training().optimizer().withWeightDecay(0))))
        .isEmpty();
  }

  @Test
  void theSearchAnswersOnlyWhatItNames() {
    assertThat(new RateSearch().propose(situation(SGD, "batch=64"), recipe(SGD))).isEmpty();
    Situation width = situation(SGD, "width=x4");
    assertThat(new RateSearch().propose(width, width.change().alone()))
        .extracting(proposal -> proposal.corrected().training().optimizer().rate())
        .containsExactly(0.005, 0.0167, 0.15, 0.5);
  }

  /** Signal 0.3 and noise 3 / 8 over 5,000 weights, with any momentum. */
  @Test
  void updatesAreMadeAsLargeAsTheyWere() {
    for (double momentum : new double[] {0, 0.9}) {
      Situation situation =
          situation(SGD.replace("momentum: 0.9", "momentum: " + momentum), "optimizer=adamw");
      double signal = (0.5 + 0.1) / 2;
      double noise = (4 + 2) / 2.0 / 8;
      double update =
          0.05
              * Math.sqrt(
                  (signal / Math.pow(1 - momentum, 2) + noise / (1 - momentum * momentum)) / 5000);
      double share = signal / (signal + noise);
      double expected = update / Math.sqrt(share + (1 - share) * 0.1 / 1.9);
      List<Proposal> proposals =
          new UpdateSizeRate().propose(situation, situation.change().alone());
      assertThat(proposals).hasSize(1);
      assertThat(proposals.get(0).corrected().training().optimizer().rate())
          .isCloseTo(expected, within(0.006 * expected));
    }
  }

  @Test
  void adaptiveDecayKeepsItsTimescaleInPassesOverTheData() {
    Situation situation = situation(ADAM, "batch=64");
    Proposal proposal = new DecayTimescale().propose(situation, situation.change().alone()).get(0);
    OptimizerRecipe optimizer = proposal.corrected().training().optimizer();
    // 50 steps a pass became 7: the decay per step grows by that.
    assertThat(optimizer.weightDecay()).isCloseTo(0.1 * 50 / 7, within(0.005));
  }

  @Test
  void theSquareRootRuleMovesTheMomentsToo() {
    Situation situation = situation(ADAM, "batch=32");
    Proposal proposal =
        new SquareRootMoments().propose(situation, situation.change().alone()).get(0);
    OptimizerRecipe.AdamW adam =
        (OptimizerRecipe.AdamW) proposal.corrected().training().optimizer();
    assertThat(adam.rate()).isEqualTo(2e-3);
    assertThat(adam.beta1()).isCloseTo(0.6, within(1e-6));
    assertThat(adam.beta2()).isCloseTo(0.996, within(1e-6));
    assertThat(adam.epsilon()).isEqualTo(0.5e-8);
    // With a ratio of 16 beta1 would be negative.
    Situation large = situation(ADAM, "batch=128");
    assertThat(new SquareRootMoments().propose(large, large.change().alone())).isEmpty();
  }

  @Test
  void aShorterTrainingGetsHigherRatesBelowTheEdge() {
    Situation situation = situation(SGD, "budget=25%");
    List<Double> rates =
        new HigherRate()
            .propose(situation, situation.change().alone()).stream()
                .map(proposal -> proposal.corrected().training().optimizer().rate())
                .toList();
    assertThat(rates).containsExactly(0.1, 0.2);
    // The edge at the median curvature 4 is 2 (1 + m) / 4 = 0.95: with 0.5 the linear rule stops.
    Situation near = situation(SGD.replace("0.05", "0.5"), "budget=25%");
    assertThat(
            new HigherRate()
                .propose(near, near.change().alone()).stream()
                    .map(proposal -> proposal.corrected().training().optimizer().rate()))
        .allMatch(rate -> rate <= 0.9 * 0.95 + 1e-9)
        .hasSize(1);
  }

  @Test
  void aSmallerBatchMakesTheBaselinesSteps() {
    Situation situation = situation(SGD, "budget=25%");
    for (Proposal proposal : new SmallerBatch().propose(situation, situation.change().alone())) {
      assertThat(situation.change().cost(proposal.corrected()).steps())
          .isEqualTo(situation.change().baselineSteps());
    }
  }
}
