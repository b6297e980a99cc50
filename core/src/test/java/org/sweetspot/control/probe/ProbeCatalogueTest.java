package org.sweetspot.control.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sweetspot.control.change.Change;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

/** What every probe must do. */
class ProbeCatalogueTest {
  private static final List<String> CHANGES =
      List.of("batch=64", "batch=4", "width=x0.5", "lr=x2", "budget=50%", "depth=3", "decay=0.01");

  static List<Probe<?>> all() {
    return ProbeCatalogue.SHIPPED;
  }

  private static Change change(String value) {
    Recipe recipe =
        RecipeReader.parse(
            "a.yaml",
            """
            name: a
            data: {source: digits}
            model: {kind: mlp, hidden: [64]}
            training: {batch: 8, optimizer: {kind: sgd, rate: 0.1}, budget: 8 epochs}
            """);
    return Change.of(
        recipe.withControl(recipe.control().withChange(ChangeRecipe.parse(List.of(value)))),
        any -> 320);
  }

  /** Runs whose numbers follow from the recipe, and which count what is asked. */
  private static final class Counted implements ProbeRuns {
    private int asked;

    @Override
    public int seeds() {
      return 3;
    }

    @Override
    public Readings readings() {
      return new Readings(List.of(new Reading(0, 1, 0, 1, 0, 1, 0)));
    }

    @Override
    public double validation(String task, Recipe recipe) {
      asked++;
      return 1 / (1 + Math.abs(Math.log(recipe.training().optimizer().rate() / 0.1)));
    }

    @Override
    public Optional<double[][]> branches(Recipe baseline, BranchDesign design, int seed) {
      asked++;
      double[][] losses = new double[design.shares().size()][design.factors().size()];
      for (double[] row : losses) {
        for (int j = 0; j < row.length; j++) {
          row[j] = 0.1 * seed + 0.06 * j;
        }
      }
      return Optional.of(losses);
    }

    @Override
    public Optional<CoordinateCheck> coordinates(List<Recipe> recipes, int steps, int seeds) {
      asked++;
      return Optional.of(
          new CoordinateCheck(List.of(new CoordinateCheck.Layer("dense1", 0.1, 0.02))));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void aCardSaysWhatWhenAndAtWhatCost(Probe<?> probe) {
    ProbeCard card = probe.card();
    assertThat(card.id()).matches("[a-z]+(-[a-z]+)*");
    assertThat(List.of(card.what(), card.when(), card.cost(), card.source()))
        .noneMatch(String::isBlank);
    assertThat(probe.answers()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("all")
  void whatItDoesNotAnswerIsNotReadAndCostsNothing(Probe<?> probe) {
    boolean read = false;
    for (String value : CHANGES) {
      Change change = change(value);
      Counted runs = new Counted();
      Optional<?> answer = probe.read(change, runs);
      if (Collections.disjoint(probe.answers(), change.aspects())) {
        assertThat(answer).as(value).isEmpty();
        assertThat(runs.asked).as(value).isZero();
      }
      read |= answer.isPresent();
      assertThat(probe.read(change, new Counted())).as(value).isEqualTo(answer);
    }
    assertThat(read).isTrue();
  }

  @Test
  void eachIdIsGivenOnce() {
    assertThat(ProbeCatalogue.SHIPPED)
        .extracting(probe -> probe.card().id())
        .doesNotHaveDuplicates();
  }
}
