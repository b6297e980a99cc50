package org.sweetspot.training;

import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;

/** Opens the problem that a recipe describes, and decomposes matrices. */
public interface Engine {
  /** Name and version, for the provenance, for instance "libtorch 2.10.0". */
  String name();

  /**
   * The engine's decompositions of matrices.
   *
   * @param threads of the processor; 0 for every core
   */
  MatrixAlgebra algebra(int threads);

  /**
   * A new model with initial weights drawn from the seed's stream "initialization".
   *
   * @param data shared between problems and never closed by one
   */
  Problem open(Recipe recipe, DataSet data, Seed seed);
}
