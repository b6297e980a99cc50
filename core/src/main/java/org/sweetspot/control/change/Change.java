package org.sweetspot.control.change;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.BatchStage;
import org.sweetspot.recipe.ChangeRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeCheck;
import org.sweetspot.recipe.RecipeDifference;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.StepCount;

/**
 * The wanted change: the difference of two recipes, and the arithmetic that follows from it.
 *
 * @param baseline the recipe as it is
 * @param changed the recipe with the change and nothing else
 * @param edits the values that differ, at least one
 * @param examples how many training examples a recipe has
 */
public record Change(
    Recipe baseline, Recipe changed, List<Edit> edits, ToIntFunction<Recipe> examples) {
  private static final double NEARLY_ALL = 0.9;

  /** Checks that there is a change and that steps can be counted. */
  public Change {
    edits = List.copyOf(edits);
    if (edits.isEmpty()) {
      throw new RefusedException(
          "change",
          "values other than the recipe's",
          "those that it has already",
          "name another value, for instance --change batch=" + 16 * baseline.training().batch());
    }
    for (Recipe recipe : List.of(baseline, changed)) {
      int count = examples.applyAsInt(recipe);
      if (recipe.training().batch() > count) {
        throw new RefusedException(
            "change of the " + words(edits),
            "a batch of at most the " + count + " training examples",
            String.valueOf(recipe.training().batch()),
            "name a smaller batch or give the recipe more training examples");
      }
      if (recipe.training().budget().unit() == Span.Unit.SECONDS) {
        throw new RefusedException(
            "budget",
            "epochs or steps to control a change",
            recipe.training().budget().toString(),
            "arms on a clock can't be compared step by step");
      }
      RecipeCheck.require(recipe, count);
    }
  }

  /**
   * The change that a recipe's control part names.
   *
   * @param recipe the baseline, with the wanted change
   * @param examples how many training examples a recipe has
   */
  public static Change of(Recipe recipe, ToIntFunction<Recipe> examples) {
    ChangeRecipe wanted = recipe.control().change();
    Recipe changed = RecipeDifference.apply(recipe, wanted, examples.applyAsInt(recipe));
    return new Change(recipe, changed, RecipeDifference.of(recipe, changed), examples);
  }

  private static String words(List<Edit> edits) {
    return Aspect.of(edits).stream().map(Aspect::words).collect(Collectors.joining(", "));
  }

  /** What the change is about. */
  public Set<Aspect> aspects() {
    return Aspect.of(edits);
  }

  /** Whether the change is about more than one thing. */
  public boolean isJoint() {
    return aspects().size() > 1;
  }

  /**
   * Each wanted value changed alone, where several were named; empty where there is one only.
   *
   * @param recipe as for {@link #of}
   */
  public static Map<String, Change> parts(Recipe recipe, ToIntFunction<Recipe> examples) {
    Map<String, String> wanted = recipe.control().change().values();
    Map<String, Change> parts = new LinkedHashMap<>();
    if (wanted.size() > 1) {
      wanted.forEach(
          (key, value) ->
              parts.put(
                  key + "=" + value,
                  of(
                      recipe.withControl(
                          recipe.control().withChange(new ChangeRecipe(Map.of(key, value)))),
                      examples)));
    }
    return parts;
  }

  /**
   * The share of the baseline's progress that the changed number of updates can make: their ratio,
   * raised by the rate where the batch grew with it, never beyond the ratio of the batches.
   */
  public double progress() {
    double ratio = (double) changedSteps() / baselineSteps();
    double rate = changed.training().optimizer().rate() / baseline.training().optimizer().rate();
    boolean scaled = aspects().equals(Set.of(Aspect.BATCH, Aspect.RATE)) && rate > 1 && kappa() > 1;
    return scaled ? ratio * Math.min(rate, kappa()) : ratio;
  }

  /** Updates of one pass over a recipe's training split, as a mean where its batch changes. */
  public double perEpoch(Recipe recipe) {
    return StepCount.perEpoch(recipe.training(), examples(recipe));
  }

  /** New widths over old ones, as a geometric mean; 1 where no width changes or depths differ. */
  public double widthRatio() {
    List<Integer> before = baseline.model().widths();
    List<Integer> after = changed.model().widths();
    if (before.isEmpty() || before.size() != after.size()) {
      return 1;
    }
    double sum = 0;
    for (int i = 0; i < before.size(); i++) {
      sum += Math.log((double) after.get(i) / before.get(i));
    }
    return Math.exp(sum / before.size());
  }

  /** Training examples of a recipe. */
  public int examples(Recipe recipe) {
    return examples.applyAsInt(recipe);
  }

  /** New batch size. */
  public int batch() {
    return changed.training().batch();
  }

  /** New batch divided by old batch. */
  public double kappa() {
    return (double) batch() / baseline.training().batch();
  }

  /** The recipe as it is, evaluated ten times, so that the curves of all arms compare. */
  public Recipe unchanged() {
    return evaluatedTenTimes(baseline);
  }

  /** The changed recipe, evaluated as often. */
  public Recipe alone() {
    return evaluatedTenTimes(changed);
  }

  /**
   * The baseline with a budget that takes so many times its examples; a warm-up that is counted in
   * steps stays the same share of the run.
   */
  public Recipe atCost(double times) {
    return evaluatedTenTimes(stretched(baseline, Math.max(1, Math.round(times * baselineSteps()))));
  }

  /** A recipe with the new batch whose budget takes at most so many of the baseline's examples. */
  public Recipe longer(Recipe recipe, double times) {
    double gradients = times * cost(baseline).examples();
    if (!recipe.training().batchSchedule().isEmpty()) {
      // Its parts stretch with it, and its examples with them.
      double factor = gradients / cost(recipe).examples();
      return over(recipe, Math.max(1, Math.round(factor * cost(recipe).steps())));
    }
    long steps = TrainingCost.stepsWithin(recipe, examples(recipe), gradients);
    long perEpoch = (long) perEpoch(recipe);
    long whole = steps / perEpoch * perEpoch;
    // A budget in epochs stays one where that costs no more than a tenth of it.
    boolean round =
        recipe.training().budget().unit() == Span.Unit.EPOCHS && whole >= NEARLY_ALL * steps;
    return evaluatedTenTimes(stretched(recipe, round ? whole : steps));
  }

  /** The same training over so many updates; whole epochs are written as such. */
  private Recipe stretched(Recipe recipe, long steps) {
    Span warmUp = recipe.training().schedule().warmUp();
    boolean counted = warmUp.unit() == Span.Unit.STEPS && warmUp.amount() > 0;
    double factor = (double) steps / cost(recipe).steps();
    Span stretchedWarmUp =
        counted ? Span.steps(Math.max(1, Math.round(warmUp.amount() * factor))) : warmUp;
    long perEpoch = (long) perEpoch(recipe);
    List<BatchStage> stages =
        recipe.training().batchSchedule().stream().map(stage -> stretched(stage, factor)).toList();
    boolean epochs =
        recipe.training().budget().unit() == Span.Unit.EPOCHS
            && stages.isEmpty()
            && steps % perEpoch == 0;
    return recipe.withTraining(
        recipe
            .training()
            .withBudget(epochs ? Span.epochs((double) steps / perEpoch) : Span.steps(steps))
            .withBatchSchedule(stages)
            .withSchedule(recipe.training().schedule().withWarmUp(stretchedWarmUp)));
  }

  private static BatchStage stretched(BatchStage stage, double factor) {
    double amount = stage.until().amount() * factor;
    return stage.withUntil(
        stage.until().unit() == Span.Unit.STEPS
            ? Span.steps(Math.max(1, Math.round(amount)))
            : Span.epochs(amount));
  }

  /** The same training over as many updates as named; what is counted in updates stretches. */
  public Recipe over(Recipe recipe, long steps) {
    return evaluatedTenTimes(stretched(recipe, steps));
  }

  /** What a recipe takes on its training split. */
  public TrainingCost cost(Recipe recipe) {
    return TrainingCost.of(recipe, examples(recipe));
  }

  /** A recipe that follows from these two, evaluated ten times along its way. */
  public Recipe evaluated(Recipe recipe) {
    return evaluatedTenTimes(recipe);
  }

  /** The recipe evaluated ten times along its way. */
  Recipe evaluatedTenTimes(Recipe recipe) {
    long steps = StepCount.of(recipe.training(), examples(recipe));
    Span pace = Span.steps(Math.max(1, steps / 10));
    return recipe.withTraining(recipe.training().withEvaluation(pace));
  }

  /** Updates of the baseline. */
  public long baselineSteps() {
    return StepCount.of(baseline.training(), examples(baseline));
  }

  /** Updates of the changed recipe. */
  public long changedSteps() {
    return StepCount.of(changed.training(), examples(changed));
  }
}
