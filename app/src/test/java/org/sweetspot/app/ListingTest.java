package org.sweetspot.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sweetspot.recipe.ModelRecipe;
import org.sweetspot.recipe.RecipeReader;
import org.sweetspot.recipe.SourceRecipe;

class ListingTest {
  private static final String TRAINING =
      "\ntraining: {batch: 8, optimizer: {kind: sgd, rate: 0.1}, budget: 1 epochs}\n";

  @Test
  void everyModelIsListedWithAnExampleThatIsARecipe() {
    assertThat(ModelsCommand.MODELS.stream().<Class<?>>map(entry -> model(entry).getClass()))
        .containsExactlyInAnyOrder(
            named(ModelRecipe.class.getPermittedSubclasses(), ModelRecipe.Elsewhere.class));
  }

  @Test
  void everySourceIsListedWithAnExampleThatIsARecipe() {
    assertThat(DataCommand.SOURCES.stream().<Class<?>>map(entry -> source(entry).getClass()))
        .containsExactlyInAnyOrder(
            named(SourceRecipe.class.getPermittedSubclasses(), SourceRecipe.Elsewhere.class));
  }

  /** Without those of a training by command, which no recipe names. */
  private static Class<?>[] named(Class<?>[] all, Class<?> elsewhere) {
    assertThat(all).contains(elsewhere);
    return Stream.of(all).filter(type -> type != elsewhere).toArray(Class<?>[]::new);
  }

  private static ModelRecipe model(Listing entry) {
    String data =
        entry.name().equals("transformer")
            ? "data: {source: {kind: text, files: [book.txt], context: 64}}\n"
            : "data: {source: {kind: npz, file: mine.npz}}\n";
    return RecipeReader.parse(entry.name(), data + entry.example() + TRAINING).model();
  }

  private static SourceRecipe source(Listing entry) {
    String model =
        switch (entry.name()) {
          case "text" -> "\nmodel: {kind: transformer, width: 8, heads: 2, layers: 1}";
          case "texts" -> "\nmodel: {kind: torchscript, file: reader.pt}";
          default -> "\nmodel: linear";
        };
    return RecipeReader.parse(entry.name(), entry.example() + model + TRAINING).data().source();
  }

  @Test
  void exampleLinesAreIndentedUnderTheName() {
    Program program = Program.run("models");

    assertThat(program.code()).isZero();
    assertThat(program.out().lines().filter(line -> line.matches("\\w+: .*")).toList())
        .hasSameSizeAs(List.copyOf(ModelsCommand.MODELS));
  }
}
