package org.sweetspot.report;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.RecipeWriter;
import tools.jackson.databind.JsonNode;

/** A recipe as a nested object: the very keys and values of its YAML file. */
final class RecipeTree {
  private RecipeTree() {}

  static JsonNode of(Recipe recipe) {
    Object tree =
        new Load(LoadSettings.builder().setLabel("recipe").build())
            .loadFromString(RecipeWriter.write(recipe));
    return Json.MAPPER.valueToTree(tree);
  }
}
