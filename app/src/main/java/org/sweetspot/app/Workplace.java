package org.sweetspot.app;

import java.nio.file.Path;
import org.sweetspot.data.DataLoader;
import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeCheck;
import org.sweetspot.recipe.RecipeFile;
import org.sweetspot.run.Provenance;
import org.sweetspot.training.Engine;

/**
 * A recipe with its data and its engine, ready to work.
 *
 * @param recipe with absolute paths
 * @param data loaded
 * @param engine loaded
 */
record Workplace(Recipe recipe, DataSet data, Engine engine) {

  /** Loads the data first: a mistake in them is cheaper to find than libtorch is to load. */
  static Workplace of(RecipeFile file) {
    DataSet data = DataLoader.load(file.recipe().data(), file.folder());
    RecipeCheck.require(file.recipe(), data.train().count());
    return new Workplace(file.absolute(), data, Engines.atHand());
  }

  /** The recipe's problem with its initial weights. */
  Problem open() {
    return InputChecks.of(() -> engine.open(recipe, data, new Seed(recipe.seed())));
  }

  /** Where results come from. */
  Provenance provenance() {
    return Provenance.of(recipe, data.hash(), engine.name());
  }

  /** Where runs go that were given no folder. */
  static Path runs() {
    return Path.of("runs");
  }
}
