package org.sweetspot.training;

import org.sweetspot.data.DataSet;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;

/** Opens the problem that a recipe describes. */
public interface Engine {
  /** Name and version, for the provenance, for instance "libtorch 2.10.0". */
  String name();

  /**
   * A new model with initial weights drawn from the seed's stream "initialization".
   *
   * @param data shared between problems and never closed by one
   */
  Problem open(Recipe recipe, DataSet data, Seed seed);
}
