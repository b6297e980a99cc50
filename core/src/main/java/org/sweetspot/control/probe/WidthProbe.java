package org.sweetspot.control.probe;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.ParametrizationRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference;

/**
 * Checks maximal-update parametrization at small widths before it is tried: coordinates at a
 * quarter, a half and all of the larger of the two widths, and the best of six rates at a quarter
 * and a half, in as many updates as the baseline's.
 */
public final class WidthProbe implements Probe<WidthEvidence> {
  private static final List<Double> RATES = List.of(1 / 9.0, 1 / 3.0, 1.0, 3.0, 9.0, 27.0);
  private static final int FIRST_STEPS = 5;
  private static final int SEEDS = 8;

  /** Ratios of widths nearer to one than this are not worth a check. */
  private static final double DISTINCT = 1.15;

  @Override
  public ProbeCard card() {
    return new ProbeCard(
        "width",
        "how outputs of layers move with the width, with and without maximal-update"
            + " parametrization, and whether the best of six rates stays at two smaller widths",
        "a correction asks for it: every width changes by one factor",
        "five updates of eight networks at three widths, twice, and twelve trainings at smaller"
            + " widths",
        "Yang et al., NeurIPS 2021");
  }

  @Override
  public Set<Aspect> answers() {
    return Set.of(Aspect.WIDTH);
  }

  /** The evidence; empty also where layers are not shown or too narrow. */
  @Override
  public Optional<WidthEvidence> read(Change change, ProbeRuns runs) {
    Recipe standard =
        change.changed().model().widths().isEmpty() ? change.baseline() : wide(change);
    Recipe maximal = maximal(change, standard);
    if (Math.abs(Math.log(change.widthRatio())) <= Math.log(DISTINCT)
        || maximal.equals(standard)
        || standard.model().widths().stream().anyMatch(width -> width < 8)) {
      return Optional.empty();
    }
    Optional<CoordinateCheck> plain = coordinates(standard, change, runs);
    Optional<CoordinateCheck> scaled = coordinates(maximal, change, runs);
    if (plain.isEmpty() || scaled.isEmpty()) {
      return Optional.empty();
    }
    TransferCheck transfer =
        TransferCheck.of(
            Stream.of("0.25", "0.5")
                .map(
                    factor ->
                        change.over(narrower(maximal, factor, change), change.baselineSteps()))
                .toList(),
            RATES,
            recipe -> runs.validation("rate transfer over widths", recipe));
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

  private static Optional<CoordinateCheck> coordinates(
      Recipe recipe, Change change, ProbeRuns runs) {
    return runs.coordinates(
        List.of(narrower(recipe, "0.25", change), narrower(recipe, "0.5", change), recipe),
        FIRST_STEPS,
        SEEDS);
  }

  private static Recipe narrower(Recipe recipe, String factor, Change change) {
    return RecipeDifference.apply(
        recipe, ChangeRecipe.parse(List.of("width=" + factor)), change.examples(recipe));
  }
}
