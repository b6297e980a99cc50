package org.sweetspot.control;

import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.sweetspot.control.change.Arithmetic;
import org.sweetspot.control.layer.LayerErrors;
import org.sweetspot.control.probe.BranchDesign;
import org.sweetspot.control.probe.BranchedTraining;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Evaluation;

/**
 * Where recipes are tried. The same recipe (its seed included) gives the same answer, however often
 * it is asked; an implementation keeps what it has already trained.
 */
public interface Laboratory {
  /** Number of training examples that a recipe's data have. */
  int trainingExamples(Recipe recipe);

  /** Number of validation examples that a recipe's data have. */
  int validationExamples(Recipe recipe);

  /** Number of test examples that a recipe's data have. */
  int testExamples(Recipe recipe);

  /** Number of classes of a recipe's data. */
  int classes(Recipe recipe);

  /** Multiplications of one example's forward pass; NaN where they are not known. */
  default double forwardCost(Recipe recipe) {
    return Double.NaN;
  }

  /** What an update computes and moves where formats are real; empty where layers are not known. */
  default Optional<Arithmetic> arithmetic(Recipe recipe) {
    return Optional.empty();
  }

  /**
   * What differs between two recipes and cannot be trained here, by key; empty where both can be.
   */
  default List<String> untrainable(Recipe baseline, Recipe recipe) {
    return List.of();
  }

  /** Is told which recipes will be trained next, so that some may be trained at once. */
  default void ahead(List<Recipe> recipes) {}

  /**
   * Trains the recipe, with its seed, unless that was done before.
   *
   * @param progress is told the share of the training that is done, 0 to 1, along the way
   */
  ArmRun train(Recipe recipe, DoubleConsumer progress);

  /** The biases of the network that the recipe leads to. */
  List<Measurement> measure(Recipe recipe);

  /** Noise and curvature along the training of the recipe. */
  Readings read(Recipe recipe);

  /**
   * How far gradients move along the training of the baseline where one layer, or one operand,
   * alone is changed as in the other recipe; empty where gradients cannot be had.
   */
  default Optional<LayerErrors> errors(Recipe baseline, Recipe changed) {
    return Optional.empty();
  }

  /**
   * Squared error of a recipe's gradients in its number formats and at its sparse weights over the
   * noise of a batch, a mean along the training of the baseline; NaN where it cannot be read.
   */
  default double rounding(Recipe baseline, Recipe recipe) {
    return Double.NaN;
  }

  /**
   * How the change of each layer's outputs depends on the width, see {@link CoordinateCheck}; empty
   * where networks do not show their layers.
   *
   * @param recipes at least three that differ in width alone
   * @param steps updates before outputs are compared
   * @param seeds networks of each width
   */
  default Optional<CoordinateCheck> coordinates(List<Recipe> recipes, int steps, int seeds) {
    return Optional.empty();
  }

  /**
   * Losses of branches from the middle of a training, see {@link BranchedTraining#losses}; empty
   * where a laboratory cannot train on from there.
   */
  default Optional<double[][]> branches(Recipe recipe, BranchDesign design) {
    return Optional.empty();
  }

  /**
   * Begins the training of a recipe, which {@link #train} goes on with.
   *
   * @param share of its updates after which it stops; where a laboratory cannot stop, it trains to
   *     the end
   * @return the evaluations so far
   */
  default List<Evaluation> begin(Recipe recipe, double share) {
    return train(recipe, done -> {}).curve();
  }
}
