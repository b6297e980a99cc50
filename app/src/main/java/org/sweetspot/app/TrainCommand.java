package org.sweetspot.app;

import java.util.concurrent.Callable;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.recipe.RecipeWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweetspot train RECIPE}: one run. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = {
      "Carry out a recipe: one run, in a folder of its own.",
      "If the folder holds an unfinished run of the same recipe, it goes on where it stopped."
    },
    footer = {"", "Example: sweetspot train examples/digits.yaml --seed 3 --set training.batch=64"})
final class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private RecipeOptions recipe;

  @Option(
      names = "--print-recipe",
      description = "Print the whole recipe with its defaults, and train nothing.")
  private boolean printRecipe;

  @Override
  public Integer call() {
    RecipeFile file = recipe.read();
    if (printRecipe) {
      spec.commandLine().getOut().print(RecipeWriter.write(file.recipe()));
      return 0;
    }
    throw new UnsupportedOperationException("Not wired yet");
  }
}
