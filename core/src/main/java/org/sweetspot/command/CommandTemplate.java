package org.sweetspot.command;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeDifference;
import org.sweetspot.recipe.RecipeDifference.Edit;
import org.sweetspot.recipe.Span;
import org.sweetspot.training.StepCount;

/**
 * A command with keys in braces, such as {@code python train.py --batch {batch} --seed {seed}}: the
 * values of a recipe take their places. Beside the short names of {@link #NAMES} a key may be any
 * path of the recipe, such as {@code {training.optimizer.beta2}}. {@code {epochs}} is a whole
 * number of epochs, rounded up; {@code {steps}} is exact.
 *
 * @param text the command
 */
public record CommandTemplate(String text) {
  /** The short names, and the key of the recipe that each carries. */
  public static final Map<String, String> NAMES = names();

  private static final Pattern KEY = Pattern.compile("\\{([a-z][a-z0-9.-]*)}");
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");
  private static final Set<String> BESIDE = Set.of("name", "seed", "training.evaluation");

  /** Checks the keys: there is one for the seed, and each is known. */
  public CommandTemplate {
    Set<String> keys = keys(text);
    for (String key : keys) {
      if (!NAMES.containsKey(key) && !key.contains(".")) {
        throw new RefusedException(
            "training.run",
            "keys among " + String.join(", ", NAMES.keySet()) + ", or a path of the recipe",
            "{" + key + "}",
            "write another key, or the value itself");
      }
    }
    if (!keys.contains("seed")) {
      throw new RefusedException(
          "training.run",
          "{seed} somewhere, for runs differ by it",
          text,
          "add for instance --seed {seed}, and use it for weights and order of the data");
    }
  }

  private static Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    names.put("batch", "training.batch");
    names.put("rate", "training.optimizer.rate");
    names.put("lr", "training.optimizer.rate");
    names.put("epochs", "training.budget");
    names.put("steps", "training.budget");
    names.put("seed", "seed");
    names.put("momentum", "training.optimizer.momentum");
    names.put("decay", "training.optimizer.weight-decay");
    names.put("optimizer", "training.optimizer.kind");
    names.put("schedule", "training.schedule.kind");
    names.put("warm-up", "training.schedule.warm-up");
    names.put("clip", "training.clip");
    names.put("accumulation", "training.accumulation");
    names.put("averaging", "training.averaging.kind");
    names.put("smoothing", "loss.label-smoothing");
    names.put("subset", "data.split.subset");
    names.put("evaluation", "training.evaluation");
    return Map.copyOf(names);
  }

  private static Set<String> keys(String text) {
    Set<String> keys = new LinkedHashSet<>();
    Matcher matcher = KEY.matcher(text);
    while (matcher.find()) {
      keys.add(matcher.group(1));
    }
    return keys;
  }

  /** The paths of the recipe that the command has a key for. */
  public Set<String> paths() {
    Set<String> paths = new LinkedHashSet<>();
    keys(text).forEach(key -> paths.add(NAMES.getOrDefault(key, key)));
    return paths;
  }

  /**
   * What differs between two recipes and has no key in the command, so that it would train both
   * alike; empty where it can train either.
   */
  public List<String> missing(Recipe first, Recipe second) {
    Set<String> paths = paths();
    return RecipeDifference.of(first, second).stream()
        .map(Edit::path)
        .filter(path -> !path.startsWith("control") && !path.startsWith("snapshots"))
        .filter(path -> !BESIDE.contains(path) && !paths.contains(path))
        .distinct()
        .toList();
  }

  /**
   * The command that trains a recipe.
   *
   * @param examples in the training split
   */
  public String of(Recipe recipe, int examples) {
    return KEY.matcher(text).replaceAll(found -> value(found, recipe, examples));
  }

  private static String value(MatchResult found, Recipe recipe, int examples) {
    String key = found.group(1);
    String value =
        switch (key) {
          case "batch" -> Integer.toString(recipe.training().batch());
          case "rate", "lr" -> number(recipe.training().optimizer().rate());
          case "epochs" -> Long.toString(epochs(recipe, examples));
          case "steps" -> Long.toString(StepCount.of(recipe.training(), examples));
          case "seed" -> Long.toString(recipe.seed());
          case "momentum" ->
              recipe.training().optimizer() instanceof OptimizerRecipe.Sgd sgd
                  ? number(sgd.momentum())
                  : "0";
          case "decay" -> number(recipe.training().optimizer().weightDecay());
          case "warm-up" ->
              Long.toString(steps(recipe, recipe.training().schedule().warmUp(), examples));
          case "evaluation" ->
              Long.toString(Math.max(1, steps(recipe, recipe.training().evaluation(), examples)));
          default -> written(recipe, key);
        };
    return Matcher.quoteReplacement(
        PLAIN.matcher(value).matches() ? value : "'" + value.replace("'", "'\\''") + "'");
  }

  private static String written(Recipe recipe, String key) {
    String path = NAMES.getOrDefault(key, key);
    Optional<String> value = RecipeDifference.value(recipe, path);
    return value.orElseThrow(
        () ->
            new RefusedException(
                "training.run",
                "keys that the recipe has",
                "{" + key + "}",
                "add " + path + " to the recipe, or write the value itself"));
  }

  /** Whole epochs that hold the budget. */
  private static long epochs(Recipe recipe, int examples) {
    Span budget = recipe.training().budget();
    double epochs =
        budget.unit() == Span.Unit.EPOCHS
            ? budget.amount()
            : budget.amount() / StepCount.perEpoch(recipe.training().batch(), examples);
    return Math.max(1, (long) Math.ceil(epochs - 1e-9));
  }

  private static long steps(Recipe recipe, Span span, int examples) {
    return span.unit() == Span.Unit.EPOCHS
        ? Math.round(span.amount() * StepCount.perEpoch(recipe.training().batch(), examples))
        : Math.round(span.amount());
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value).replace('E', 'e');
  }
}
