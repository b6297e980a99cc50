package org.sweetspot.recipe;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON schema of recipe files (draft 7, which editors know), made of the same records as the
 * reader, with the meanings that docs/recipes.md gives.
 */
final class RecipeSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `([a-z0-9.-]+)` \\|(?: ([a-z-]+) \\|)? (?:`[^`]*`|required|the file's name) \\|"
              + " (.*) \\|$");

  private final Map<String, String> meanings;

  private RecipeSchema(Map<String, String> meanings) {
    this.meanings = meanings;
  }

  /**
   * Makes the schema.
   *
   * @param page docs/recipes.md
   */
  static ObjectNode of(String page) {
    Map<String, String> meanings =
        ROW.matcher(page)
            .results()
            .collect(
                Collectors.toMap(
                    row -> row.group(1) + (row.group(2) == null ? "" : "|" + row.group(2)),
                    row -> row.group(3),
                    (first, second) -> first));
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "A recipe of Sweetspot");
    ObjectNode recipe = new RecipeSchema(meanings).record(Recipe.class, "", "");
    ObjectNode version = NODES.objectNode();
    version.put("const", RecipeReader.SCHEMA);
    version.put("description", "the version of this format; may be left out");
    ((ObjectNode) recipe.get("properties")).set("schema", version);
    // A file without a name is named after itself.
    ArrayNode required = NODES.arrayNode();
    recipe.get("required").values().stream()
        .filter(key -> !key.stringValue().equals("name"))
        .forEach(required::add);
    recipe.set("required", required);
    return schema.setAll(recipe);
  }

  private ObjectNode value(Type type, String path) {
    ObjectNode node = NODES.objectNode();
    if (type instanceof ParameterizedType list) {
      node.put("type", "array");
      node.set("items", value(list.getActualTypeArguments()[0], path));
      return node;
    }
    Class<?> single = (Class<?>) type;
    if (single == int.class || single == Integer.class || single == long.class) {
      return node.put("type", "integer");
    } else if (single == double.class || single == Double.class) {
      return node.put("type", "number");
    } else if (single == boolean.class) {
      return node.put("type", "boolean");
    } else if (single == String.class) {
      return node.put("type", "string");
    } else if (single == Span.class) {
      node.put("type", "string");
      return node.put("pattern", "^[-+.0-9eE]+ *(epochs?|steps?|seconds?)$");
    } else if (single == ChangeRecipe.class) {
      return node.put("type", "object");
    } else if (single.isEnum()) {
      return words(RecipeKey.constants(single));
    } else if (single.isSealed()) {
      return choice(single, path);
    } else if (RecipeKey.hasKind(single)) {
      Type kind =
          RecipeKey.of(single).stream()
              .filter(key -> key.name().equals(RecipeKey.KIND))
              .findFirst()
              .orElseThrow()
              .type();
      node.putArray("anyOf").add(value(kind, path)).add(record(single, path, ""));
      return node;
    }
    return record(single, path, "");
  }

  private ObjectNode choice(Class<?> sealed, String path) {
    ObjectNode node = NODES.objectNode();
    ArrayNode choices = node.putArray("anyOf");
    List<String> alone =
        List.of(sealed.getPermittedSubclasses()).stream()
            .filter(kind -> RecipeKey.of(kind).stream().allMatch(key -> key.fallback().isPresent()))
            .map(RecipeKey::kind)
            .toList();
    if (!alone.isEmpty()) {
      choices.add(words(alone));
    }
    for (Class<?> kind : sealed.getPermittedSubclasses()) {
      choices.add(record(kind, path, RecipeKey.kind(kind)));
    }
    return node;
  }

  private ObjectNode record(Class<?> type, String path, String kind) {
    ObjectNode node = NODES.objectNode();
    node.put("type", "object");
    ObjectNode properties = node.putObject("properties");
    ArrayNode required = node.putArray("required");
    if (!kind.isEmpty()) {
      properties.putObject(RecipeKey.KIND).put("const", kind);
      required.add(RecipeKey.KIND);
    }
    for (RecipeKey key : RecipeKey.of(type)) {
      String inner = RecipeBinder.join(path, key.name());
      ObjectNode property = value(key.type(), inner);
      String meaning = meanings.getOrDefault(inner + "|" + kind, meanings.get(inner));
      if (meaning != null) {
        property.put("description", plain(meaning));
      }
      properties.set(key.name(), property);
      if (key.fallback().isEmpty()) {
        required.add(key.name());
      }
    }
    return node.put("additionalProperties", false);
  }

  private static ObjectNode words(List<String> words) {
    ObjectNode node = NODES.objectNode();
    ArrayNode values = node.putArray("enum");
    words.forEach(values::add);
    return node;
  }

  /** Markdown as words: no backticks, links as their text. */
  private static String plain(String meaning) {
    return meaning
        .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", Matcher.quoteReplacement("$1").replace("\\", ""))
        .replace("`", "");
  }
}
