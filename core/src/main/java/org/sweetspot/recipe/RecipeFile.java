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
    SourceRecipe source = recipe.data().source();
    if (source instanceof SourceRecipe.Idx idx) {
      source = new SourceRecipe.Idx(absolute(idx.folder()));
    } else if (source instanceof SourceRecipe.Cifar cifar) {
      source = new SourceRecipe.Cifar(absolute(cifar.folder()), cifar.classes());
    } else if (source instanceof SourceRecipe.Npz npz) {
      source = new SourceRecipe.Npz(absolute(npz.file()));
    } else if (source instanceof SourceRecipe.Text text) {
      source =
          new SourceRecipe.Text(text.files().stream().map(this::absolute).toList(), text.context());
    }
    DataRecipe data = recipe.data();
    result =
        result.withData(new DataRecipe(source, data.split(), data.scaling(), data.augmentation()));
    return recipe.model() instanceof ModelRecipe.TorchScript script
        ? result.withModel(new ModelRecipe.TorchScript(absolute(script.file())))
        : result;
  }

  private String absolute(String path) {
    return folder.resolve(path).toAbsolutePath().normalize().toString();
  }
}
