package org.sweetspot.generalization.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeWriter;

/**
 * The grid that finished runs make: each key in which their recipes differ, but the name and the
 * seed, is an axis.
 *
 * @param axes with the values in order, as numbers where all are
 * @param places of the runs, in their order
 * @param cells how many runs the whole grid has, with every seed that occurs
 */
public record GridOfRuns(List<StudyAxis> axes, List<List<Integer>> places, int cells) {
  private static final Set<String> NO_AXES = Set.of("name", "seed");
  private static final String ABSENT = "(absent)";

  /** Copies the lists. */
  public GridOfRuns {
    axes = List.copyOf(axes);
    places = List.copyOf(places);
  }

  /**
   * The grid of these recipes.
   *
   * @param recipes at least one
   * @throws IllegalArgumentException if they differ in nothing but seeds
   */
  public static GridOfRuns of(List<Recipe> recipes) {
    List<Map<String, String>> flat = recipes.stream().map(GridOfRuns::flat).toList();
    Set<String> keys = new LinkedHashSet<>();
    flat.forEach(one -> keys.addAll(one.keySet()));
    keys.removeAll(NO_AXES);
    List<StudyAxis> axes = new ArrayList<>();
    long cells = recipes.stream().map(Recipe::seed).distinct().count();
    for (String key : keys) {
      List<String> values =
          flat.stream()
              .map(one -> one.getOrDefault(key, ABSENT))
              .distinct()
              .sorted(order())
              .toList();
      if (values.size() > 1) {
        axes.add(new StudyAxis(key, values));
        cells = Math.min(Integer.MAX_VALUE, cells * values.size());
      }
    }
    List<List<Integer>> places = new ArrayList<>();
    for (Map<String, String> one : flat) {
      places.add(
          axes.stream()
              .map(axis -> axis.values().indexOf(one.getOrDefault(axis.name(), ABSENT)))
              .toList());
    }
    return new GridOfRuns(axes, places, (int) cells);
  }

  /** Numbers by size, lists by their first number, before words by letters. */
  private static Comparator<String> order() {
    return Comparator.<String>comparingDouble(
            value -> {
              try {
                return Double.parseDouble(value.replaceAll("^\\[+|[,\\]].*$", ""));
              } catch (NumberFormatException word) {
                return Double.POSITIVE_INFINITY;
              }
            })
        .thenComparing(Comparator.naturalOrder());
  }

  private static Map<String, String> flat(Recipe recipe) {
    LoadSettings settings = LoadSettings.builder().setSchema(new FailsafeSchema()).build();
    Map<String, String> flat = new LinkedHashMap<>();
    flatten("", new Load(settings).loadFromString(RecipeWriter.write(recipe)), flat);
    return flat;
  }

  private static void flatten(String way, Object node, Map<String, String> into) {
    if (node instanceof Map<?, ?> map) {
      map.forEach(
          (key, value) ->
              flatten(way.isEmpty() ? String.valueOf(key) : way + "." + key, value, into));
    } else {
      into.put(way, String.valueOf(node));
    }
  }
}
