package org.sweetspot.recipe;

import java.nio.file.Path;

/**
 * A recipe as read from a file. Paths inside the recipe stay as the file writes them; relative ones
 * are relative to {@code folder}, whatever the working directory.
 *
 * @param recipe what to do
 * @param folder where its file lies, absolute
 */
public record RecipeFile(Recipe recipe, Path folder) {
  /** The same recipe with absolute paths, to be kept in another folder. */
  public Recipe absolute() {
    Recipe result = recipe;
    SourceRecipe source = recipe.data().source().withPaths(this::absolute);
    DataRecipe data = recipe.data();
    result =
        result.withData(new DataRecipe(source, data.split(), data.scaling(), data.augmentation()));
    TrainingRecipe training = recipe.training();
    if (training.isCommand()) {
      result =
          result.withTraining(training.withCommand(training.run(), absolute(training.folder())));
    }
    return recipe.model() instanceof ModelRecipe.TorchScript script
        ? result.withModel(new ModelRecipe.TorchScript(absolute(script.file())))
        : result;
  }

  private String absolute(String path) {
    return folder.resolve(path).toAbsolutePath().normalize().toString();
  }
}
