package org.sweetspot.control;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sweetspot.control.change.Change;
import org.sweetspot.control.correction.Situation;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.TransferCheck;
import org.sweetspot.control.probe.WidthEvidence;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference;

/**
 * Checks maximal-update parametrization at small widths before it is tried: coordinates at a
 * quarter, a half and all of the larger of the two widths, and the best of six rates at a quarter
 * and a half, in as many updates as the baseline's.
 */
final class WidthChecks {
  private static final List<Double> RATES = List.of(1 / 9.0, 1 / 3.0, 1.0, 3.0, 9.0, 27.0);
  private static final int FIRST_STEPS = 5;
  private static final int SEEDS = 8;

  private final Laboratory laboratory;
  private final Trials trials;

  WidthChecks(Laboratory laboratory, Trials trials) {
    this.laboratory = laboratory;
    this.trials = trials;
  }

  /** The evidence; empty where widths stay, or where layers are not shown or too narrow. */
  Optional<WidthEvidence> of(Change change) {
    Recipe standard =
        change.changed().model().widths().isEmpty() ? change.baseline() : wide(change);
    Recipe maximal = maximal(change, standard);
    if (Situation.near(change.widthRatio(), 1)
        || maximal.equals(standard)
        || standard.model().widths().stream().anyMatch(width -> width < 8)) {
      return Optional.empty();
    }
    Optional<CoordinateCheck> plain = coordinates(standard);
    Optional<CoordinateCheck> scaled = coordinates(maximal);
    if (plain.isEmpty() || scaled.isEmpty()) {
      return Optional.empty();
    }
    TransferCheck transfer =
        TransferCheck.of(
            Stream.of("0.25", "0.5")
                .map(factor -> change.over(narrower(maximal, factor), change.baselineSteps()))
                .toList(),
            RATES,
            recipe -> trials.first("rate transfer over widths", recipe).validationAccuracy());
    return Optional.of(new WidthEvidence(plain.get(), scaled.get(), transfer));
  }

  /** The recipe with the larger widths. */
  private static Recipe wide(Change change) {
    return change.widthRatio() > 1 ? change.changed() : change.baseline();
  }

  private static Recipe maximal(Change change, Recipe recipe) {
    boolean standard = recipe.model().parametrization() instanceof ParametrizationRecipe.Standard;
    List<Integer> base = change.baseline().model().widths();
    return !standard || base.isEmpty()
        ? recipe
        : recipe.withModel(
            recipe
                .model()
                .withParametrization(new ParametrizationRecipe.MaximalUpdate(base.get(0))));
  }

  private Optional<CoordinateCheck> coordinates(Recipe recipe) {
    return laboratory.coordinates(
        List.of(narrower(recipe, "0.25"), narrower(recipe, "0.5"), recipe), FIRST_STEPS, SEEDS);
  }

  private Recipe narrower(Recipe recipe, String factor) {
    return RecipeDifference.apply(
        recipe,
        ChangeRecipe.parse(List.of("width=" + factor)),
        laboratory.trainingExamples(recipe));
  }
}
