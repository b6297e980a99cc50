package org.sweetspot.control.prediction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference;
import org.sweetspot.recipe.RecipeException;
import org.sweetspot.training.Evaluation;

/**
 * Small trainings from which the outcome of a change is read before anything of its arm is trained,
 * one seed each.
 *
 * <p>A change of the budget, the data or the width alone to r times the baseline's: the baseline at
 * r/2 and r/4 (1/2 and 1/4 for r above 1), and {@link PowerCurve} through their differences. Cost:
 * 0.75 of one changed run; a network of r times the width counts r times, and a wider one's are
 * cheaper. Any other change: the changed recipe and the baseline over a quarter of their budget
 * with the schedule as much shorter, and their difference. Cost: a quarter of one changed run and
 * of one of the baseline's.
 *
 * <p>Fails: a quarter of a budget hides what comes late, such as overfitting to less data.
 */
public final class SmallRuns {
  private static final Map<Aspect, String> SCALED =
      Map.of(Aspect.BUDGET, "budget", Aspect.DATA, "data", Aspect.WIDTH, "width");
  private static final double QUARTER = 0.25;

  private final List<Recipe> recipes;
  private final Optional<PowerCurve> curve;
  private final double cost;

  private SmallRuns(List<Recipe> recipes, Optional<PowerCurve> curve, double cost) {
    this.recipes = List.copyOf(recipes);
    this.curve = curve;
    this.cost = cost;
  }

  /** The small runs of a change; empty where they would be too small to be trained. */
  public static Optional<SmallRuns> of(Change change) {
    Set<Aspect> aspects = change.aspects();
    Aspect only = aspects.iterator().next();
    try {
      return Optional.of(
          aspects.size() == 1 && SCALED.containsKey(only) && ratio(only, change) != 1
              ? along(only, change)
              : quarters(change));
    } catch (RecipeException | RefusedException tooSmall) {
      return Optional.empty();
    }
  }

  /** What is to be trained, in this order. */
  public List<Recipe> recipes() {
    return recipes;
  }

  /** All of them in changed runs. */
  public double cost() {
    return cost;
  }

  /**
   * The reading: the outcome that they let expect, on the scale of the quantity.
   *
   * @param evidence of the baseline
   * @param runs one for each recipe
   */
  public double reading(Evidence evidence, Quantity quantity, List<List<Evaluation>> runs) {
    double one = evidence.end(quantity, runs.get(0));
    double other = evidence.end(quantity, runs.get(1));
    double reading = curve.isPresent() ? curve.get().at(one, other) : one - other;
    return evidence.within(quantity, reading);
  }

  private static double ratio(Aspect aspect, Change change) {
    return switch (aspect) {
      case BUDGET -> (double) change.changedSteps() / change.baselineSteps();
      case DATA -> (double) change.examples(change.changed()) / change.examples(change.baseline());
      default -> change.widthRatio();
    };
  }

  private static SmallRuns along(Aspect aspect, Change change) {
    double ratio = ratio(aspect, change);
    double[] shares = {Math.min(1, ratio) / 2, Math.min(1, ratio) / 4};
    List<Recipe> recipes = new ArrayList<>();
    double cost = 0;
    for (double share : shares) {
      Recipe recipe =
          changed(change, change.baseline(), SCALED.getOrDefault(aspect, "budget"), share);
      recipes.add(recipe);
      double width = aspect == Aspect.WIDTH ? share / ratio : 1;
      cost += width * change.cost(recipe).times(change.cost(change.changed()));
    }
    return new SmallRuns(recipes, Optional.of(new PowerCurve(shares[0], shares[1], ratio)), cost);
  }

  private static SmallRuns quarters(Change change) {
    Recipe after = changed(change, change.changed(), "budget", QUARTER);
    Recipe before = changed(change, change.baseline(), "budget", QUARTER);
    double cost =
        change.cost(after).times(change.cost(change.changed()))
            + change.cost(before).times(change.cost(change.changed()));
    return new SmallRuns(List.of(after, before), Optional.empty(), cost);
  }

  private static Recipe changed(Change change, Recipe recipe, String key, double share) {
    String value = key.equals("width") ? Double.toString(share) : 100 * share + "%";
    Recipe small =
        RecipeDifference.apply(
            recipe, new ChangeRecipe(Map.of(key, value)), change.examples(recipe));
    int examples = change.examples(small);
    if (examples < small.training().batch()) {
      throw new RefusedException(
          "small runs",
          "at least one batch of " + small.training().batch() + " examples",
          String.valueOf(examples),
          "predict without them");
    }
    return change.evaluated(small);
  }
}
