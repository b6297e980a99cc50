package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * The options that make a whole change. Its values are applied one after another, the key of a
 * whole mapping before the keys inside it, so that a multiple is one of what the values before it
 * left: {@code optimizer=adamw, rate=x2} is twice the usual rate of AdamW, {@code width=x2,
 * depth=2} widens and deepens. Two values for one key are refused, since one of them would be lost.
 */
final class ChangeOptions {
  /** These compute new widths from those they find, so that both are kept. */
  private static final Set<String> COMPOSED = Set.of("width", "depth");

  private final Recipe baseline;
  private final String text;
  private final int examples;
  private final Problems problems;

  /**
   * Options on top of a baseline.
   *
   * @param text of the baseline, as it would be written
   * @param examples in its training split
   */
  ChangeOptions(Recipe baseline, String text, int examples, Problems problems) {
    this.baseline = baseline;
    this.text = text;
    this.examples = examples;
    this.problems = problems;
  }

  /** One value of a change and the options that it stands for. */
  private record Step(String key, String value, List<String> options) {
    List<String> paths() {
      return options.stream().map(option -> option.substring(0, option.indexOf('='))).toList();
    }

    /** Whether it is computed from what the recipe has. */
    boolean isRelative() {
      return COMPOSED.contains(key) || ChangeNames.isFactor(value);
    }

    /** Whether one of its keys is at or inside one of the other's. */
    boolean isInside(Step other) {
      return paths().stream()
          .anyMatch(
              path ->
                  other.paths().stream()
                      .anyMatch(whole -> path.equals(whole) || path.startsWith(whole + ".")));
    }

    /** Whether the other writes what this one says. */
    boolean isOverwrittenBy(Step later) {
      return later.paths().stream()
          .anyMatch(path -> paths().stream().anyMatch(written -> names(written, path, later)));
    }

    private boolean names(String written, String path, Step later) {
      if (written.equals(path) || written.startsWith(path + ".")) {
        return true;
      }
      // A multiple is one of what the whole says; else it would replace what was said.
      return path.startsWith(written + ".")
          && !later.isRelative()
          && YamlText.node("change", value, new Problems("change", value))
              .filter(whole -> holds(whole, path.substring(written.length() + 1)))
              .isPresent();
    }
  }

  /** In the order in which they apply; a mistake is reported and left out. */
  List<String> of(ChangeRecipe change) {
    List<Step> steps = new ArrayList<>();
    List<String> options = new ArrayList<>();
    Recipe current = baseline;
    int seen = 0;
    boolean pieces = change.values().keySet().stream().anyMatch(ChangeOptions::isPieces);
    for (Map.Entry<String, String> entry : ordered(change)) {
      String key = entry.getKey().strip();
      String value = entry.getValue().strip();
      ChangeNames names = new ChangeNames(current, examples, pieces, problems);
      Step step = new Step(key, value, names.options(key, value));
      for (int i = 0; i < steps.size(); i++) {
        Step earlier = steps.get(i);
        boolean composed = COMPOSED.contains(earlier.key()) && COMPOSED.contains(key);
        boolean lost = !composed && earlier.isOverwrittenBy(step);
        if (lost || (i >= seen && step.isRelative() && step.isInside(earlier))) {
          problems.add(twice(earlier, step));
        }
      }
      steps.add(step);
      options.addAll(step.options());
      Optional<Recipe> applied = applied(options);
      if (applied.isPresent()) {
        current = applied.get();
        seen = steps.size();
      }
    }
    return options;
  }

  private static boolean isPieces(String key) {
    return ChangeNames.path(key.strip()).equals("training.accumulation");
  }

  /** What is whole comes before its parts, and the batch before the number of its pieces. */
  private static List<Map.Entry<String, String>> ordered(ChangeRecipe change) {
    Comparator<Map.Entry<String, String>> order =
        Comparator.comparingInt(
            entry -> {
              String key = entry.getKey().strip();
              boolean late = COMPOSED.contains(key) || isPieces(key);
              return late ? Integer.MAX_VALUE : ChangeNames.path(key).split("\\.").length;
            });
    return change.values().entrySet().stream().sorted(order).toList();
  }

  /** The recipe so far; empty where it can't be trained before the values that follow. */
  private Optional<Recipe> applied(List<String> options) {
    if (problems.any()) {
      return Optional.empty();
    }
    try {
      return Optional.of(RecipeReader.parse("change", baseline.name(), text, options));
    } catch (RecipeException unfinished) {
      return Optional.empty();
    }
  }

  private static RecipeProblem twice(Step earlier, Step later) {
    return RecipeProblem.of(
        "change " + later.key() + "=" + later.value(),
        later.key(),
        "one value for each key",
        "one from " + earlier.key() + " and one from " + later.key(),
        "leave one of the two out");
  }

  /** Whether a mapping says something under a key. */
  private static boolean holds(Node node, String path) {
    int dot = path.indexOf('.');
    String first = dot < 0 ? path : path.substring(0, dot);
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .filter(
                entry ->
                    entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(first))
            .anyMatch(
                entry ->
                    dot < 0
                        || !(entry.getValueNode() instanceof MappingNode)
                        || holds(entry.getValueNode(), path.substring(dot + 1)));
  }
}
