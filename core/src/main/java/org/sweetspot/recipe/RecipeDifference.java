package org.sweetspot.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** What differs between two recipes, value by value, and a recipe with some values changed. */
public final class RecipeDifference {
  private RecipeDifference() {}

  /**
   * One value that differs.
   *
   * @param path the key with its way from the top, such as {@code training.batch}
   * @param from the value in the first recipe as it would be written; empty where it has none
   * @param to the value in the second
   */
  public record Edit(String path, String from, String to) {
    /** For instance "training.batch 16 to 512". */
    @Override
    public String toString() {
      return path + " " + (from.isEmpty() ? "none" : from) + " to " + (to.isEmpty() ? "none" : to);
    }
  }

  /** The values that differ, in the order of the recipe's keys; names of kinds come first. */
  public static List<Edit> of(Recipe first, Recipe second) {
    Map<String, String> before = flat(first);
    Map<String, String> after = flat(second);
    TreeSet<String> rest = new TreeSet<>(after.keySet());
    List<Edit> edits = new ArrayList<>();
    before.forEach(
        (path, value) -> {
          rest.remove(path);
          String now = after.getOrDefault(path, "");
          if (!now.equals(value)) {
            edits.add(new Edit(path, value, now));
          }
        });
    rest.forEach(path -> edits.add(new Edit(path, "", after.getOrDefault(path, ""))));
    return List.copyOf(edits);
  }

  /** What a recipe has under a key, as it would be written; empty where there is no such key. */
  public static Optional<String> value(Recipe recipe, String path) {
    return Optional.ofNullable(flat(recipe).get(path));
  }

  /**
   * The recipe with a change made, checked like one that was read from a file.
   *
   * @param change what is to be different
   * @param examples in the baseline's training split, which shares are taken of
   * @throws RecipeException naming each value that cannot be, or that no training depends on
   */
  public static Recipe apply(Recipe baseline, ChangeRecipe change, int examples) {
    String label = "change";
    String text =
        RecipeWriter.write(baseline.withControl(baseline.control().withChange(ChangeRecipe.NONE)));
    Problems problems = new Problems(label, text);
    for (String key : change.values().keySet()) {
      refuseFixed(key.strip(), problems);
    }
    List<String> options = new ChangeOptions(baseline, text, examples, problems).of(change);
    if (problems.any()) {
      throw problems.exception();
    }
    return RecipeReader.parse(label, baseline.name(), text, options)
        .withControl(baseline.control());
  }

  /** What does not alter training, or makes the two incomparable, is no change. */
  private static void refuseFixed(String key, Problems problems) {
    for (String fixed :
        List.of(
            "name",
            "seed",
            "snapshots",
            "control",
            "engine.device",
            "engine.threads",
            "training.evaluation",
            "training.kind",
            "training.run",
            "training.folder",
            "training.patience",
            "data.source",
            "data.split.validation",
            "data.split.test",
            "data.split.seed")) {
      if (key.equals(fixed) || key.startsWith(fixed + ".")) {
        problems.add(
            RecipeProblem.of(
                "change " + key,
                key,
                "something that training depends on and that leaves the examples that are tested"
                    + " on as they are",
                key,
                "change one of "
                    + String.join(", ", ChangeNames.KEYS.keySet())
                    + ", or a key of"
                    + " the recipe such as training.batch"));
        return;
      }
    }
  }

  private static Map<String, String> flat(Recipe recipe) {
    Map<String, String> values = new LinkedHashMap<>();
    String text = RecipeWriter.write(recipe);
    Problems problems = new Problems("recipe", text);
    Node node = YamlText.node("recipe", text, problems).orElseThrow(problems::exception);
    collect(node, "", values);
    return values;
  }

  private static void collect(Node node, String path, Map<String, String> values) {
    if (node instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(
              entry ->
                  collect(
                      entry.getValueNode(),
                      RecipeBinder.join(path, ((ScalarNode) entry.getKeyNode()).getValue()),
                      values));
    } else if (node instanceof SequenceNode list
        && list.getValue().stream().anyMatch(MappingNode.class::isInstance)) {
      for (int i = 0; i < list.getValue().size(); i++) {
        collect(list.getValue().get(i), path + "." + i, values);
      }
    } else {
      values.put(path, YamlText.flow(node));
    }
  }
}
