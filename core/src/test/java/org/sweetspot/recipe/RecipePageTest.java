package org.sweetspot.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page docs/recipes.md says what the records say. */
class RecipePageTest {
  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| (`[a-z0-9.-]+` \\|(?: [a-z-]+ \\|)? (?:`[^`]+`|required|the file's name)) \\|");
  private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

  @Test
  void everyKeyStandsInThePageWithItsDefaultAndNoOther() throws IOException {
    Set<String> keys = new TreeSet<>();
    collect(Recipe.class, "", "", keys);
    // The reader names a recipe after its file, which no annotation can say.
    keys.remove("`name` | required");
    keys.add("`name` | the file's name");

    Set<String> rows = new TreeSet<>();
    Matcher matcher = ROW.matcher(page());
    while (matcher.find()) {
      rows.add(matcher.group(1));
    }
    assertThat(rows).isEqualTo(keys).hasSizeGreaterThan(100);
  }

  @Test
  void everyKindStandsInThePage() throws IOException {
    String page = page();
    for (Class<?> choice :
        List.of(
            SourceRecipe.class,
            ModelRecipe.class,
            OptimizerRecipe.class,
            ScheduleRecipe.class,
            WorkersRecipe.class)) {
      for (String kind : RecipeKey.kinds(choice)) {
        assertThat(page).containsPattern("(`" + kind + "`|\\| " + kind + " \\|)");
      }
    }
    for (Class<?> choice :
        List.of(
            Activation.class,
            NormalizationRecipe.Kind.class,
            InitializationRecipe.Kind.class,
            LossRecipe.Kind.class,
            AveragingRecipe.Kind.class,
            SharpnessAwareRecipe.Kind.class,
            GradientNoiseRecipe.Kind.class,
            PrecisionRecipe.Kind.class,
            SparsityRecipe.Kind.class,
            SparsityRecipe.Products.class,
            Delays.class,
            WorkersRecipe.Latency.class,
            SnapshotRecipe.Kind.class,
            EngineRecipe.Device.class,
            org.sweetspot.vector.Precision.class)) {
      assertThat(page)
          .contains(RecipeKey.constants(choice).stream().map(name -> "`" + name + "`").toList());
    }
  }

  @Test
  void everyExampleIsAWholeRecipe() throws IOException {
    Matcher matcher = EXAMPLE.matcher(page());
    int examples = 0;
    while (matcher.find()) {
      examples++;
      Recipe recipe = RecipeReader.parse("example " + examples, matcher.group(1));
      assertThat(RecipeReader.parse("again", RecipeWriter.write(recipe))).isEqualTo(recipe);
    }
    assertThat(examples).isEqualTo(3);
  }

  private static String page() throws IOException {
    // Maven runs tests in the module's folder, editors in the project's.
    Path beside = Path.of("..", "docs", "recipes.md");
    return Files.readString(Files.exists(beside) ? beside : Path.of("docs", "recipes.md"));
  }

  private static void collect(Type type, String prefix, String kind, Set<String> keys) {
    if (type instanceof ParameterizedType list) {
      collect(list.getActualTypeArguments()[0], prefix, "", keys);
    } else if (type instanceof Class<?> single && single.isSealed()) {
      for (Class<?> choice : single.getPermittedSubclasses()) {
        collect(choice, prefix, " " + RecipeKey.kind(choice) + " |", keys);
      }
    } else if (type instanceof Class<?> single
        && single.isRecord()
        && single != Span.class
        && single != ChangeRecipe.class) {
      for (RecipeKey key : RecipeKey.of(single)) {
        String path = RecipeBinder.join(prefix, key.name());
        String fallback = key.fallback().map(text -> "`" + text + "`").orElse("required");
        keys.add("`" + path + "` |" + kind + " " + fallback);
        collect(key.type(), path, "", keys);
      }
    }
  }

  /** The table of PyTorch's names speaks of keys that there are. */
  @Test
  void everyKeyBesidePyTorchsNamesExists() throws IOException {
    String page = page();
    String table =
        page.substring(page.indexOf("## PyTorch's names"), page.indexOf("## What can't go"));
    List<String> keys =
        table
            .lines()
            .filter(line -> line.startsWith("| ") && line.contains("`"))
            .map(line -> line.split("\\|", -1)[2])
            .flatMap(cell -> Pattern.compile("`([a-z0-9.-]+)").matcher(cell).results())
            .map(found -> found.group(1))
            .filter(key -> key.contains(".") || key.equals("seed"))
            .toList();
    assertThat(keys).hasSizeGreaterThan(30);
    assertThat(RecipePaths.all()).containsAll(keys);
  }
}
