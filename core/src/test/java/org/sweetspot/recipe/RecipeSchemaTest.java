package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.sweetspot.random.Seed;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * docs/recipe.schema.json says what the reader takes. To write it anew after a change of the
 * recipe: {@code ./mvnw test -pl core -Dtest=RecipeSchemaTest -Dsweetspot.update=true}.
 */
class RecipeSchemaTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
  private static final String SMALL =
      """
      data: {source: digits}
      model: {kind: mlp, hidden: [64]}
      training: {batch: 32, optimizer: {kind: sgd, rate: 0.1}, budget: 20 epochs}
      """;

  @Test
  void theFileIsOfTheseRecords() throws IOException {
    String made = MAPPER.writeValueAsString(made()).replace(System.lineSeparator(), "\n") + "\n";
    Path file = root().resolve("docs/recipe.schema.json");
    if (Boolean.getBoolean("sweetspot.update")) {
      Files.writeString(file, made);
    }
    assertThat(file)
        .as("to update: ./mvnw test -pl core -Dtest=RecipeSchemaTest -Dsweetspot.update=true")
        .content()
        .isEqualTo(made);
  }

  @Test
  void everyKeyHasAMeaning() throws IOException {
    List<String> silent =
        made().get("properties").properties().stream()
            .filter(key -> !key.getValue().has("description"))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(silent).isEmpty();
  }

  @Test
  void everyExampleAndEveryWrittenRecipeIsValid() throws IOException {
    Schema schema = schema();
    List<Path> files;
    try (Stream<Path> all = Files.walk(root().resolve("examples"))) {
      files = all.filter(file -> file.toString().endsWith(".yaml")).toList();
    }
    assertThat(files).hasSizeGreaterThan(6);
    for (Path file : files) {
      String text = Files.readString(file);
      if (text.contains("\naxes:\n")) {
        assertThat(text).as(file + ", a grid of a recipe").contains("\nrecipe: ");
        continue;
      }
      assertThat(problems(schema, text)).as(file.toString()).isEmpty();
      assertThat(problems(schema, RecipeWriter.write(RecipeReader.read(file).recipe())))
          .as(file + ", written out")
          .isEmpty();
      Path named = file.resolveSibling(text.lines().findFirst().orElse("").split("=", 2)[1]);
      assertThat(named.normalize()).isEqualTo(root().resolve("docs/recipe.schema.json"));
    }
    RandomRecipes random = new RandomRecipes(new Seed(5).stream("schema"));
    for (int i = 0; i < 100; i++) {
      String text = RecipeWriter.write(random.next());
      assertThat(problems(schema, text)).as(text).isEmpty();
    }
    assertThat(
            EXAMPLE
                .matcher(Files.readString(root().resolve("docs/recipes.md")))
                .results()
                .map(found -> problems(schema, found.group(1))))
        .hasSize(3)
        .allSatisfy(found -> assertThat(found).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seed: 1.5",
        "sead: 1",
        "schema: 2",
        "engine: {device: tpu}",
        "loss: {kind: crossentropy}",
        "snapshots: {checkpoint: 10}",
        "control: {seeds: many}"
      })
  void whatTheReaderRefusesIsInvalid(String line) throws IOException {
    assertThat(problems(schema(), SMALL)).isEmpty();
    assertThat(problems(schema(), SMALL + line)).isNotEmpty();
    assertThatThrownBy(() -> RecipeReader.parse("small", "small", SMALL + line, List.of()))
        .isInstanceOf(RecipeException.class);
  }

  private static JsonNode made() throws IOException {
    return RecipeSchema.of(Files.readString(root().resolve("docs/recipes.md")));
  }

  private static Schema schema() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(made());
  }

  private static List<String> problems(Schema schema, String yaml) {
    Object tree = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return schema.validate(MAPPER.valueToTree(tree)).stream().map(Object::toString).toList();
  }

  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.exists(here.resolve("docs")) ? here : Objects.requireNonNull(here.getParent());
  }
}
