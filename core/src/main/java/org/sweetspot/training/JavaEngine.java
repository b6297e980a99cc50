package org.sweetspot.training;

import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.JavaAlgebra;
import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Recipe;

/** The engine where no native one is installed: it decomposes matrices and opens no model. */
public final class JavaEngine implements Engine {
  private final String remedy;

  /**
   * An engine that says how to get a better one.
   *
   * @param remedy for who wants to open a model
   */
  public JavaEngine(String remedy) {
    this.remedy = remedy;
  }

  @Override
  public String name() {
    return "plain Java";
  }

  @Override
  public MatrixAlgebra algebra(int threads) {
    return new JavaAlgebra();
  }

  /**
   * {@inheritDoc}
   *
   * @throws RefusedException always
   */
  @Override
  public Problem open(Recipe recipe, DataSet data, Seed seed) {
    throw refused("the model of recipe " + recipe.name());
  }

  /** Why something that needs a native engine cannot be had, with the remedy. */
  public RefusedException refused(String what) {
    return new RefusedException(what, "an engine that opens models", "none installed", remedy);
  }
}
