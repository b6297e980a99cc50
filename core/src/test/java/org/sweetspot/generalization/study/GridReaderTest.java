package org.sweetspot.generalization.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sweetspot.format.FormatException;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeReader;

class GridReaderTest {
  @TempDir private Path folder;

  private Grid read(String text) throws IOException {
    Path file = folder.resolve("grid.yaml");
    Files.writeString(file, text);
    return GridReader.read(file);
  }

  @Test
  void aGridHasACellForEveryCombinationAndSeed() throws IOException {
    Grid grid =
        read(
            """
            recipe: base.yaml
            set: [training.budget=2 epochs]
            axes:
              training.batch: [4, 0x10]
              model.hidden: [[16], [8, 8]]
            seeds: [1, 7]
            """);
    assertThat(grid.recipe()).isEqualTo(folder.resolve("base.yaml"));
    assertThat(grid.measures()).isEmpty();
    List<Grid.Cell> cells = grid.cells();
    assertThat(cells).hasSize(8);
    assertThat(cells.get(0).name()).isEqualTo("run-1-1-seed1");
    Grid.Cell last = cells.get(7);
    assertThat(last.name()).isEqualTo("run-2-2-seed7");
    assertThat(last.place()).containsExactly(1, 1);
    assertThat(last.overrides())
        .containsExactly(
            "training.budget=2 epochs", "training.batch=0x10", "model.hidden=[8, 8]", "seed=7");
  }

  @Test
  void whatIsNoGridIsExplained() {
    String axes = "recipe: a\naxes: {x: [1, 2]}\n";
    assertThatThrownBy(() -> read("[1]")).hasMessageContaining("recipe, axes and seeds");
    assertThatThrownBy(() -> read(axes + "seed: [1]\n")).hasMessageContaining("got seed");
    assertThatThrownBy(() -> read(axes))
        .hasMessageContaining("seeds")
        .hasMessageContaining("nothing");
    assertThatThrownBy(() -> read(axes + "seeds: [one]\n")).hasMessageContaining("whole numbers");
    assertThatThrownBy(() -> read(axes + "seeds: [1, 1]\n")).hasMessageContaining("each seed once");
    assertThatThrownBy(() -> read("recipe: a\nseeds: [1]\naxes: {x: [1, 1]}\n"))
        .hasMessageContaining("values that differ");
    assertThatThrownBy(() -> read("recipe: {\n"))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("YAML");
  }

  @Test
  void finishedRunsMakeTheGridInWhichTheyDiffer() {
    String recipe =
        """
        name: a
        seed: %d
        data: {source: digits, split: {train: 300, validation: 0, test: 100}}
        model: {kind: mlp, hidden: [8]}
        training:
          batch: %d
          optimizer: {kind: sgd, rate: 0.1}
          budget: 1 epochs
        """;
    List<Recipe> recipes =
        List.of(
            RecipeReader.parse("one", recipe.formatted(1, 16)),
            RecipeReader.parse("two", recipe.formatted(1, 4)),
            RecipeReader.parse("three", recipe.formatted(2, 4)));
    GridOfRuns grid = GridOfRuns.of(recipes);
    assertThat(grid.axes()).containsExactly(new StudyAxis("training.batch", List.of("4", "16")));
    assertThat(grid.places()).containsExactly(List.of(1), List.of(0), List.of(0));
    assertThat(grid.cells()).isEqualTo(4);
    String wide = recipe.replace("[8]", "[%d, 4]");
    List<Recipe> widths =
        Stream.of(16, 256, 64)
            .map(width -> wide.replace("%d, 4", width + ", 4").formatted(1, 4))
            .map(text -> RecipeReader.parse("wide", text))
            .toList();
    assertThat(GridOfRuns.of(widths).axes().get(0).values())
        .containsExactly("[16, 4]", "[64, 4]", "[256, 4]");
  }

  @Test
  void numbersOfARunAreReadAsTheyWereWritten() throws IOException {
    assertThat(StudyRunFile.read(folder)).isEmpty();
    TreeMap<String, Double> measures = new TreeMap<>();
    measures.put("a/b", 0.1 + 0.2);
    StudyRunFile.Entry entry =
        new StudyRunFile.Entry(
            new StudyRun("r", List.of(0, 2), 7, 0.1, 1e-17, measures, List.of(0.25, 1.0 / 3)),
            List.of("x=1"),
            797,
            "m");
    StudyRunFile.write(folder, entry);
    assertThat(StudyRunFile.read(folder)).contains(entry);
    Files.writeString(folder.resolve(StudyRunFile.NAME), "{");
    assertThatThrownBy(() -> StudyRunFile.read(folder)).hasMessageContaining("measured again");
  }
}
