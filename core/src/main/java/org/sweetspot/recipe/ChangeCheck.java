package org.sweetspot.recipe;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the change that a recipe names can be made, found out when the recipe is read. */
final class ChangeCheck {
  /** Where the number of training examples follows from the source: shares are of something. */
  private static final int MANY = 1_000_000;

  private final Recipe recipe;
  private final int examples;

  ChangeCheck(Recipe recipe) {
    this.recipe = recipe;
    int used = recipe.data().split().used();
    this.examples = used > 0 ? used : MANY;
  }

  /** What is wrong with single values, by key; else with all of them together, under "". */
  Map<String, RecipeProblem> problems() {
    Map<String, RecipeProblem> problems = new LinkedHashMap<>();
    Map<String, String> values = recipe.control().change().values();
    values.forEach(
        (key, value) -> {
          if (known(key)) {
            look(new ChangeRecipe(Map.of(key, value)), key, problems);
          }
        });
    if (problems.isEmpty() && values.size() > 1 && values.keySet().stream().allMatch(this::known)) {
      look(recipe.control().change(), "", problems);
    }
    return problems;
  }

  /** A number of examples cannot be judged before the source is counted. */
  private boolean known(String key) {
    return examples < MANY || !(key.equals("data") || key.startsWith("data.split."));
  }

  private void look(ChangeRecipe change, String key, Map<String, RecipeProblem> problems) {
    try {
      Recipe changed = RecipeDifference.apply(recipe, change, examples);
      if (RecipeDifference.of(recipe, changed).isEmpty()) {
        problems.put(
            key,
            RecipeProblem.of(
                "change",
                key,
                "another value than the recipe's",
                String.join(", ", change.values().values()),
                "write the value you want to change to"));
      }
    } catch (RecipeException refused) {
      List<RecipeProblem> found = refused.problems();
      problems.put(key, found.get(0));
    }
  }
}
