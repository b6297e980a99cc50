package org.sweetspot.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.MaximalUpdateRates;
import org.sweetspot.control.correction.Pilots;
import org.sweetspot.control.correction.Proposal;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.Reading;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.control.probe.WidthEvidence;
import org.sweetspot.control.probe.WidthProbe;
import org.sweetspot.measure.Measurement;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** Checks on a laboratory whose best rate is a formula of the width. */
class WidthProbeTest {
  private static final Readings READINGS = new Readings(List.of(new Reading(0, 1, 0, 1, 0, 1, 0)));

  /** Accuracy falls with the distance of the rate from 0.03 (n / 128)^-power, in logarithms. */
  private record Formula(double power) implements Laboratory {
    @Override
    public int trainingExamples(Recipe recipe) {
      return 320;
    }

    @Override
    public int validationExamples(Recipe recipe) {
      return 100;
    }

    @Override
    public int testExamples(Recipe recipe) {
      return 100;
    }

    @Override
    public int classes(Recipe recipe) {
      return 10;
    }

    @Override
    public ArmRun train(Recipe recipe, DoubleConsumer progress) {
      double best = 0.03 * Math.pow(recipe.model().widths().get(0) / 128.0, -power);
      double accuracy = 1 / (1 + Math.abs(Math.log(recipe.training().optimizer().rate() / best)));
      return new ArmRun(recipe.seed(), 0, 1, accuracy, accuracy, 0, 10, 320, 1, false, List.of());
    }

    @Override
    public List<Measurement> measure(Recipe recipe) {
      return List.of();
    }

    @Override
    public Readings read(Recipe recipe) {
      return READINGS;
    }

    @Override
    public Optional<CoordinateCheck> coordinates(List<Recipe> recipes, int steps, int seeds) {
      double exponent = recipes.get(0).model().widthRatio() == 1 ? 0.9 : 0.05;
      return Optional.of(
          new CoordinateCheck(List.of(new CoordinateCheck.Layer("dense1", exponent, 0.02))));
    }
  }

  private static Change change(String value) {
    Recipe recipe =
        RecipeReader.parse(
            "a.yaml",
            """
            name: a
            data: {source: digits}
            model: {kind: mlp, hidden: [128, 128]}
            training: {batch: 16, optimizer: {kind: adamw, rate: 0.01}, budget: 8 epochs}
            """);
    return Change.of(
        recipe.withControl(recipe.control().withChange(ChangeRecipe.parse(List.of(value)))),
        any -> 320);
  }

  private static Optional<WidthEvidence> evidence(double power, String change) {
    Laboratory laboratory = new Formula(power);
    Trials trials = new Trials(laboratory, ExperimentObserver.SILENT, 2);
    return new WidthProbe().read(change(change), new TrialRuns(laboratory, trials, READINGS));
  }

  private static Pilots widths(WidthEvidence evidence) {
    return new Pilots() {
      @Override
      public double validation(Recipe recipe) {
        return 0;
      }

      @Override
      public Optional<WidthEvidence> widths() {
        return Optional.of(evidence);
      }
    };
  }

  @Test
  void aRateThatTransfersIsProposed() {
    WidthEvidence evidence = evidence(0, "width=0.125").orElseThrow();
    assertThat(evidence.transfer().widths())
        .extracting(width -> width.width())
        .containsExactly(32, 64);
    assertThat(evidence.rateFactor()).contains(3.0);
    assertThat(evidence.standard().answer()).isEqualTo(CoordinateCheck.Answer.DOES_NOT);
    assertThat(evidence.maximal().answer()).isEqualTo(CoordinateCheck.Answer.HOLDS);
    Change change = change("width=0.125");
    List<Proposal> proposals =
        new MaximalUpdateRates()
            .propose(new Situation(change, READINGS, 4, widths(evidence)), change.alone());
    assertThat(proposals)
        .extracting(proposal -> proposal.corrected().training().optimizer().rate())
        .containsExactly(0.01, 0.03);
    assertThat(proposals.get(0).reason()).contains("0.90", "0.05", "holds", "stays");
  }

  @Test
  void aRateThatMovesIsNot() {
    // Widths 32 and 64 are best at 0.03 x 16 and 0.03 x 4: 27 and 9 times 0.01, an end of the grid.
    WidthEvidence evidence = evidence(2, "width=0.125").orElseThrow();
    assertThat(evidence.transfer().isOpen()).isTrue();
    assertThat(evidence.rateFactor()).isEmpty();
  }

  @Test
  void whereTheWidthStaysNothingIsChecked() {
    assertThat(evidence(0, "batch=32")).isEmpty();
  }
}
