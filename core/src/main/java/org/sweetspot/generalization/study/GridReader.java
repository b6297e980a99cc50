package org.sweetspot.generalization.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import org.sweetspot.format.FormatException;

/**
 * Reads a grid from YAML:
 *
 * <pre>
 * recipe: large-batch.yaml
 * set: [training.budget=20 epochs]
 * axes:
 *   training.batch: [4, 16, 64]
 *   training.optimizer.rate: [0.03, 0.1, 0.3]
 * seeds: [1, 2, 3]
 * measures: [weight-norms, lifetime-sums]
 * </pre>
 *
 * {@code set} and {@code measures} may be left out. Values stay as they are written.
 */
public final class GridReader {
  private static final Set<String> KEYS = Set.of("recipe", "set", "axes", "seeds", "measures");
  private static final int MOST = 10_000;

  private final String file;

  private GridReader(String file) {
    this.file = file;
  }

  /**
   * The grid of a file; its recipe is looked for beside it.
   *
   * @throws FormatException if it is no grid
   */
  public static Grid read(Path path) throws IOException {
    GridReader reader = new GridReader(path.toString());
    Object root;
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(path.toString()).setSchema(new FailsafeSchema()).build();
      root = new Load(settings).loadFromString(Files.readString(path, StandardCharsets.UTF_8));
    } catch (YamlEngineException broken) {
      throw reader.wrong("", "YAML", String.valueOf(broken.getMessage()));
    }
    if (!(root instanceof Map<?, ?> map)) {
      throw reader.wrong("", "keys recipe, axes and seeds", "something else");
    }
    for (Object key : map.keySet()) {
      if (!KEYS.contains(String.valueOf(key))) {
        throw reader.wrong("", "only the keys recipe, set, axes, seeds, measures", key);
      }
    }
    Grid grid =
        new Grid(
            path.resolveSibling(reader.text("recipe", map.get("recipe"))),
            reader.list("set", map.get("set"), true),
            reader.axes(map.get("axes")),
            reader.seeds(map.get("seeds")),
            reader.list("measures", map.get("measures"), true));
    long runs = grid.seeds().size();
    for (StudyAxis axis : grid.axes()) {
      runs = Math.min(Long.MAX_VALUE / 1000, runs * axis.values().size());
    }
    if (runs > MOST) {
      throw reader.wrong("axes", "at most " + MOST + " runs", runs + " runs");
    }
    return grid;
  }

  private List<StudyAxis> axes(@Nullable Object node) throws FormatException {
    if (!(node instanceof Map<?, ?> map) || map.isEmpty()) {
      throw wrong("axes", "keys of the recipe, each with a list of values", node);
    }
    List<StudyAxis> axes = new ArrayList<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String name = String.valueOf(entry.getKey());
      List<String> values = list("axes, " + name, entry.getValue(), false);
      if (name.equals("seed") || values.stream().distinct().count() < values.size()) {
        throw wrong(
            "axes, " + name, "a hyperparameter with values that differ; seeds under seeds", values);
      }
      axes.add(new StudyAxis(name, values));
    }
    return axes;
  }

  private List<Long> seeds(@Nullable Object node) throws FormatException {
    List<Long> seeds = new ArrayList<>();
    for (String word : list("seeds", node, false)) {
      try {
        seeds.add(Long.valueOf(word));
      } catch (NumberFormatException noNumber) {
        throw wrong("seeds", "whole numbers", word);
      }
    }
    if (seeds.stream().distinct().count() < seeds.size()) {
      throw wrong("seeds", "each seed once", seeds);
    }
    return seeds;
  }

  private List<String> list(String what, @Nullable Object node, boolean optional)
      throws FormatException {
    if (node == null && optional) {
      return List.of();
    }
    if (!(node instanceof List<?> items) || items.isEmpty()) {
      throw wrong(what, "a list of values in brackets", node);
    }
    List<String> texts = new ArrayList<>();
    for (Object item : items) {
      texts.add(text(what, item));
    }
    return texts;
  }

  private String text(String what, @Nullable Object node) throws FormatException {
    if (node instanceof List<?> items) {
      List<String> inner = new ArrayList<>();
      for (Object item : items) {
        inner.add(text(what, item));
      }
      return inner.toString();
    }
    if (!(node instanceof String text) || text.isBlank()) {
      throw wrong(what, "a value", node);
    }
    return text;
  }

  private FormatException wrong(String what, String expected, @Nullable Object got) {
    return new FormatException(
        what.isEmpty() ? file : file + ", " + what,
        expected,
        got == null ? "nothing" : String.valueOf(got),
        "see examples/digits-grid.yaml and docs/studies.md");
  }
}
