package org.sweetspot.recipe;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Makes records of YAML nodes. A record's components in kebab-case are the keys; a sealed
 * interface's record is chosen by the key {@code kind}; a scalar may stand for a record that needs
 * nothing but its kind. Whatever can't be bound is reported, and the rest is read on.
 */
final class RecipeBinder {
  private final Problems problems;
  private final Scalars scalars;

  RecipeBinder(Problems problems) {
    this.problems = problems;
    this.scalars = new Scalars(problems);
  }

  /** The recipe at the top of a file; empty if a problem was reported. */
  Optional<Recipe> recipe(Node node) {
    return bind(node, Recipe.class, "", node).map(Recipe.class::cast);
  }

  /** A source alone; empty if a problem was reported. */
  Optional<SourceRecipe> source(Node node) {
    return bind(node, SourceRecipe.class, "", node).map(SourceRecipe.class::cast);
  }

  /**
   * Binds one value.
   *
   * @param at where a missing key is reported: the key that names the mapping
   */
  private Optional<Object> bind(Node node, Type type, String path, Node at) {
    if (type instanceof ParameterizedType list) {
      return list(node, list.getActualTypeArguments()[0], path);
    }
    Class<?> single = (Class<?>) type;
    if (single == int.class || single == Integer.class || single == long.class) {
      return scalars.whole(node, path, single);
    } else if (single == double.class || single == Double.class) {
      return scalars.number(node, path);
    } else if (single == boolean.class) {
      return scalars.truth(node, path);
    } else if (single == String.class) {
      return scalars.text(node, path);
    } else if (single == Span.class) {
      return scalars.span(node, path);
    } else if (single == ChangeRecipe.class) {
      return change(node, path);
    } else if (single.isEnum()) {
      List<String> names = RecipeKey.constants(single);
      return scalars
          .word(node, path, names)
          .map(word -> single.getEnumConstants()[names.indexOf(word)]);
    }
    boolean kinds = single.isSealed() || RecipeKey.hasKind(single);
    boolean shorthand = kinds && node instanceof ScalarNode scalar && !scalar.getValue().isEmpty();
    if (!shorthand && !(node instanceof MappingNode)) {
      return scalars.wrong(
          node,
          path.isEmpty() ? "recipe" : path,
          expected(type),
          "write the keys below it, each on a line of its own, indented by two spaces");
    }
    Map<String, NodeTuple> entries =
        node instanceof MappingNode mapping
            ? entries(mapping, path)
            : Map.of(RecipeKey.KIND, new NodeTuple(node, node));
    return single.isSealed()
        ? choice(single, entries, path, at)
        : record(single, entries, path, at, false);
  }

  /** A mapping whose keys are checked when the change is made. */
  private Optional<Object> change(Node node, String path) {
    if (!(node instanceof MappingNode mapping)) {
      return scalars.wrong(
          node, path, expected(ChangeRecipe.class), "write it in braces, such as {batch: 2048}");
    }
    Map<String, String> values = new LinkedHashMap<>();
    entries(mapping, path).forEach((key, entry) -> put(values, key, entry.getValueNode()));
    return Optional.of(new ChangeRecipe(values));
  }

  /** What stands under a section such as {@code training} is named by its way from the top. */
  private void put(Map<String, String> values, String key, Node value) {
    boolean section = RecipeKey.of(Recipe.class).stream().anyMatch(part -> part.name().equals(key));
    if (section && value instanceof MappingNode mapping) {
      entries(mapping, key)
          .forEach(
              (inner, entry) -> values.put(join(key, inner), YamlText.flow(entry.getValueNode())));
    } else {
      values.put(key, YamlText.flow(value));
    }
  }

  private Optional<Object> list(Node node, Type element, String path) {
    if (!(node instanceof SequenceNode sequence)) {
      return scalars.wrong(
          node, path, "a list of " + plural(element), "write it in brackets, such as [32, 64]");
    }
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < sequence.getValue().size(); i++) {
      Node item = sequence.getValue().get(i);
      bind(item, element, path + "[" + i + "]", item).ifPresent(values::add);
    }
    return values.size() == sequence.getValue().size() ? Optional.of(values) : Optional.empty();
  }

  private Map<String, NodeTuple> entries(MappingNode mapping, String path) {
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key) || !Scalars.untagged(key)) {
        problems.add(
            entry.getKeyNode(),
            path.isEmpty() ? "recipe" : path,
            "a word as key",
            Scalars.shown(entry.getKeyNode()),
            "write key: value");
        continue;
      }
      NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
      if (first != null) {
        problems.add(
            key,
            join(path, key.getValue()),
            "each key once",
            "the key again, first on line "
                + first.getKeyNode().getStartMark().map(mark -> mark.getLine() + 1).orElse(0),
            "delete one of the two");
      }
    }
    return entries;
  }

  private Optional<Object> choice(
      Class<?> sealed, Map<String, NodeTuple> entries, String path, Node at) {
    List<String> kinds = RecipeKey.kinds(sealed);
    NodeTuple kind = entries.get(RecipeKey.KIND);
    if (kind == null) {
      problems.add(
          at,
          join(path, RecipeKey.KIND),
          "one of " + String.join(", ", kinds),
          "no such key",
          "add kind: and one of these words");
      return Optional.empty();
    }
    return scalars
        .word(kind.getValueNode(), join(path, RecipeKey.KIND), kinds)
        .flatMap(
            word ->
                record(
                    sealed.getPermittedSubclasses()[kinds.indexOf(word)], entries, path, at, true));
  }

  private Optional<Object> record(
      Class<?> type, Map<String, NodeTuple> entries, String path, Node at, boolean chosen) {
    List<RecipeKey> keys = RecipeKey.of(type);
    List<String> names = new ArrayList<>(keys.stream().map(RecipeKey::name).toList());
    if (chosen) {
      names.add(0, RecipeKey.KIND);
    }
    List<String> meant = unknown(names, entries, path);
    List<Object> values = new ArrayList<>();
    for (RecipeKey key : keys) {
      String inner = join(path, key.name());
      NodeTuple entry = entries.get(key.name());
      if (entry != null) {
        bind(entry.getValueNode(), key.type(), inner, entry.getKeyNode()).ifPresent(values::add);
      } else if (key.fallback().isPresent()) {
        values.add(fallback(key));
      } else if (!meant.contains(key.name())) {
        problems.add(
            at,
            inner,
            expected(key.type()),
            "no such key",
            "add " + key.name() + ":" + (path.isEmpty() ? "" : " under " + path));
      }
    }
    return values.size() == keys.size()
        ? construct(type, values, entries, path, at)
        : Optional.empty();
  }

  /** Reports keys that the record doesn't have; answers which valid ones were probably meant. */
  private List<String> unknown(List<String> names, Map<String, NodeTuple> entries, String path) {
    List<String> meant = new ArrayList<>();
    entries.forEach(
        (name, entry) -> {
          if (!names.contains(name) && problems.isFull()) {
            problems.count();
          } else if (!names.contains(name)) {
            List<String> free = names.stream().filter(key -> !entries.containsKey(key)).toList();
            Optional<String> near = Spelling.nearest(name, free);
            near.ifPresent(meant::add);
            String valid = names.isEmpty() ? "no key" : "one of " + String.join(", ", names);
            problems.add(
                entry.getKeyNode(),
                path.isEmpty() ? "recipe" : path,
                valid,
                "the unknown key " + Scalars.shown(entry.getKeyNode()),
                near.map(key -> "did you mean " + key + "?")
                    .or(
                        () ->
                            Spelling.nearest(name, names)
                                .map(key -> "did you mean " + key + "? It is given already"))
                    .orElseGet(() -> elsewhere(name)));
          }
        });
    return meant;
  }

  private static String elsewhere(String name) {
    return RecipePaths.endingIn(name)
        .map(places -> "it belongs to " + places)
        .or(() -> RecipePaths.endingLike(name).map(places -> "did you mean " + places + "?"))
        .orElse("delete it, or see docs/recipes.md");
  }

  /** The value of a key that a recipe leaves out. */
  static Object fallback(RecipeKey key) {
    String text = key.fallback().orElseThrow();
    String label = "default of " + key.name();
    Problems own = new Problems(label, text);
    Optional<Object> value =
        YamlText.node(label, text, own)
            .flatMap(node -> new RecipeBinder(own).bind(node, key.type(), key.name(), node));
    return value.orElseThrow(() -> own.exception());
  }

  private Optional<Object> construct(
      Class<?> type, List<Object> values, Map<String, NodeTuple> entries, String path, Node at) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return Optional.of(type.getDeclaredConstructor(types).newInstance(values.toArray()));
    } catch (InvocationTargetException thrown) {
      if (!(thrown.getCause() instanceof InvalidValueException refused)) {
        throw new IllegalStateException("constructor of " + type, thrown);
      }
      NodeTuple entry = entries.get(refused.key());
      problems.add(
          entry == null ? at : entry.getValueNode(),
          join(path, refused.key()),
          refused.expected(),
          refused.got(),
          "write for " + refused.key() + " " + refused.expected());
      return Optional.empty();
    } catch (ReflectiveOperationException broken) {
      throw new IllegalStateException("constructor of " + type, broken);
    }
  }

  /** What messages expect of a type. */
  static String expected(Type type) {
    if (type instanceof ParameterizedType list) {
      return "a list of " + plural(list.getActualTypeArguments()[0]);
    }
    Class<?> single = (Class<?>) type;
    if (single == int.class || single == long.class) {
      return "a whole number";
    } else if (single == double.class) {
      return "a number";
    } else if (single == boolean.class) {
      return "true or false";
    } else if (single == String.class) {
      return "text";
    } else if (single == Span.class) {
      return Scalars.SPAN;
    } else if (single == ChangeRecipe.class) {
      return "a mapping from keys of the recipe, such as batch or training.batch, to new values";
    } else if (single.isEnum()) {
      return "one of " + String.join(", ", RecipeKey.constants(single));
    } else if (single.isSealed()) {
      return "a mapping whose kind is one of " + String.join(", ", RecipeKey.kinds(single));
    }
    return "a mapping with the keys "
        + RecipeKey.of(single).stream().map(RecipeKey::name).collect(Collectors.joining(", "));
  }

  private static String plural(Type element) {
    if (element == Integer.class) {
      return "whole numbers";
    } else if (element == Double.class) {
      return "numbers";
    }
    return element == String.class ? "texts" : "mappings";
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
