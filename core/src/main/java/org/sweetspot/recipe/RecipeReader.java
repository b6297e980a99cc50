package org.sweetspot.recipe;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads recipes from YAML, strictly: nothing is guessed, converted or skipped, and everything wrong
 * is reported at once, with its line, what was expected, what was found and what to do.
 */
public final class RecipeReader {
  /**
   * The version of the format, which a recipe may state as {@code schema}; raised when a recipe of
   * the version before would mean something else. It is no part of what determines a run.
   */
  public static final int SCHEMA = 1;

  private static final String SCHEMA_KEY = "schema";
  private static final long LARGEST = 1 << 20;

  private RecipeReader() {}

  /**
   * Reads a file.
   *
   * @throws RecipeException if it can't be read or carried out
   */
  public static RecipeFile read(Path file) {
    return read(file, List.of());
  }

  /**
   * Reads a file with some values replaced.
   *
   * @param options such as {@code training.batch=64}: a key with its way from the top and a value
   *     in YAML; lists count from 0, as in {@code model.convolutions.0.channels=8}
   * @throws RecipeException if it can't be read or carried out
   */
  public static RecipeFile read(Path file, List<String> options) {
    Path absolute = file.toAbsolutePath().normalize();
    Path folder = Optional.ofNullable(absolute.getParent()).orElse(absolute);
    Recipe recipe = parse(file.toString(), nameOf(file), text(file), options);
    return new RecipeFile(recipe, folder);
  }

  /**
   * Reads text.
   *
   * @param label what messages call it
   * @param text YAML that names the recipe
   * @throws RecipeException if it can't be carried out
   */
  public static Recipe parse(String label, String text) {
    return parse(label, text, List.of());
  }

  /**
   * Reads text with some values replaced.
   *
   * @param label what messages call it
   * @param text YAML that names the recipe
   * @param options as of {@link #read(Path, List)}
   * @throws RecipeException if it can't be carried out
   */
  public static Recipe parse(String label, String text, List<String> options) {
    return parse(label, "recipe", text, options);
  }

  /**
   * Reads what stands under {@code data.source} of a recipe.
   *
   * @param label what messages call it
   * @param text such as {@code {kind: csv, file: prices.csv, target: price}}
   * @throws RecipeException if it is no source
   */
  public static SourceRecipe source(String label, String text) {
    Problems problems = new Problems(label, text);
    Optional<SourceRecipe> source =
        YamlText.node(label, text, problems)
            .flatMap(node -> new RecipeBinder(problems).source(node));
    if (problems.any()) {
      throw problems.exception();
    }
    return source.orElseThrow();
  }

  /** Reads text with some values replaced; {@code name} stands in where it has none. */
  static Recipe parse(String label, String name, String text, List<String> options) {
    String yaml = text.startsWith("\uFEFF") ? text.substring(1) : text;
    Problems problems = new Problems(label, yaml);
    Optional<Node> node = YamlText.node(label, yaml, problems);
    if (problems.any()) {
      throw problems.exception();
    }
    if (node.isEmpty() || (node.get() instanceof ScalarNode top && top.getValue().isEmpty())) {
      problems.addToFile(
          "recipe",
          RecipeBinder.expected(Recipe.class),
          "an empty file",
          "begin with data:, model: and training:; docs/recipes.md has examples");
      throw problems.exception();
    }
    if (node.get() instanceof MappingNode root) {
      new Overrides(problems).apply(root, options);
      version(root, problems);
      nameAfterFile(root, name);
      modelElsewhere(root);
    }
    Optional<Recipe> recipe = new RecipeBinder(problems).recipe(node.get());
    recipe.ifPresent(whole -> check(whole, node.get(), problems));
    if (problems.any()) {
      throw problems.exception();
    }
    return recipe.orElseThrow();
  }

  private static void check(Recipe recipe, Node root, Problems problems) {
    for (RecipeCheck.Finding finding : RecipeCheck.findings(recipe)) {
      Node node = nearest(root, finding.path());
      problems.add(node, finding.path(), finding.expected(), finding.got(), finding.remedy());
    }
    if (!problems.any()) {
      new ChangeCheck(recipe)
          .problems()
          .forEach(
              (key, found) ->
                  problems.add(
                      change(root, key),
                      key.isEmpty() ? "control.change" : "control.change." + key,
                      found.expected(),
                      found.got(),
                      found.remedy()));
    }
  }

  /** Where a value of the change stands; keys of sections may be written nested. */
  private static Node change(Node root, String key) {
    Node change = nearest(root, "control.change");
    return child(change, key).orElseGet(() -> key.isEmpty() ? change : nearest(change, key));
  }

  /** The value at a path, or the deepest part of the way to it that the file has. */
  private static Node nearest(Node root, String path) {
    Node node = root;
    for (String part : path.split("\\.", -1)) {
      Optional<Node> next = child(node, part);
      if (next.isEmpty()) {
        return node;
      }
      node = next.get();
    }
    return node;
  }

  private static Optional<Node> child(Node node, String part) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(
                entry ->
                    entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals(part))
            .map(NodeTuple::getValueNode)
            .findFirst()
        : Optional.empty();
  }

  /** Takes the format's version out and checks it. */
  private static void version(MappingNode root, Problems problems) {
    child(root, SCHEMA_KEY)
        .ifPresent(
            value -> {
              if (!(value instanceof ScalarNode scalar)
                  || !scalar.getValue().equals(Integer.toString(SCHEMA))) {
                problems.add(
                    value,
                    SCHEMA_KEY,
                    "version " + SCHEMA + " of the format",
                    Scalars.shown(value),
                    "delete the line, or use the version of the program that the recipe is for");
              }
            });
    root.setValue(
        root.getValue().stream()
            .filter(
                entry ->
                    !(entry.getKeyNode() instanceof ScalarNode key)
                        || !key.getValue().equals(SCHEMA_KEY))
            .toList());
  }

  private static void nameAfterFile(MappingNode root, String name) {
    boolean named =
        root.getValue().stream()
            .anyMatch(
                entry ->
                    entry.getKeyNode() instanceof ScalarNode key && key.getValue().equals("name"));
    if (!named) {
      List<NodeTuple> entries = new ArrayList<>(root.getValue());
      entries.add(
          new NodeTuple(
              new ScalarNode(Tag.STR, "name", ScalarStyle.PLAIN),
              new ScalarNode(Tag.STR, name, ScalarStyle.DOUBLE_QUOTED)));
      root.setValue(entries);
    }
  }

  /** Of a training by command the model need not be named. */
  private static void modelElsewhere(MappingNode root) {
    String command = RecipeKey.constant(TrainingRecipe.Kind.COMMAND);
    boolean commanded =
        child(root, "training")
            .flatMap(training -> child(training, RecipeKey.KIND))
            .filter(kind -> kind instanceof ScalarNode word && word.getValue().equals(command))
            .isPresent();
    if (commanded && child(root, "model").isEmpty()) {
      List<NodeTuple> entries = new ArrayList<>(root.getValue());
      String elsewhere = RecipeKey.kind(ModelRecipe.Elsewhere.class);
      entries.add(
          new NodeTuple(
              new ScalarNode(Tag.STR, "model", ScalarStyle.PLAIN),
              new ScalarNode(Tag.STR, elsewhere, ScalarStyle.PLAIN)));
      root.setValue(entries);
    }
  }

  private static String nameOf(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  private static String text(Path file) {
    String place = file.toString();
    if (Files.isDirectory(file)) {
      throw refused(place, "a recipe file", "a folder", "name the .yaml file in it");
    } else if (!Files.exists(file)) {
      throw refused(
          place,
          "a recipe file",
          "no such file in " + Path.of("").toAbsolutePath(),
          "check the spelling and the folder");
    }
    byte[] bytes;
    try (var input = Files.newInputStream(file)) {
      bytes = input.readNBytes((int) LARGEST + 1);
    } catch (IOException unreadable) {
      throw refused(place, "a readable file", unreadable.toString(), "check its permissions");
    }
    if (bytes.length > LARGEST) {
      throw refused(
          place,
          "a recipe of at most 1 MiB",
          "a larger file",
          "name a recipe; data is named inside it by data.source");
    }
    return decoded(place, bytes);
  }

  private static String decoded(String place, byte[] bytes) {
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(bytes.length + 1);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(input, output, true);
    try {
      if (result.isError()) {
        result.throwException();
      }
    } catch (CharacterCodingException broken) {
      String before = output.flip().toString();
      long line = 1 + before.chars().filter(letter -> letter == '\n').count();
      throw refused(
          place + ":" + line,
          "text in UTF-8",
          String.format("the byte 0x%02x", bytes[input.position()]),
          "save the file as UTF-8");
    }
    return output.flip().toString();
  }

  private static RecipeException refused(String place, String expected, String got, String remedy) {
    return new RecipeException(RecipeProblem.of(place, "recipe", expected, got, remedy));
  }
}
