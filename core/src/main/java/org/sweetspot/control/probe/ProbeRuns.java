package org.sweetspot.control.probe;

import java.util.List;
import java.util.Optional;
import org.sweetspot.recipe.Recipe;

/** What a probe may ask for; the same question has the same answer. */
public interface ProbeRuns {
  /** How many runs an arm of the experiment has. */
  int seeds();

  /** Noise and curvature along the baseline. */
  Readings readings();

  /**
   * Validation accuracy of one run of a recipe.
   *
   * @param task what it is for, in words
   */
  double validation(String task, Recipe recipe);

  /** Losses of branches of one seed's training; empty where it cannot branch. */
  Optional<double[][]> branches(Recipe baseline, BranchDesign design, int seed);

  /** How outputs of layers move with the width; empty where networks do not show their layers. */
  Optional<CoordinateCheck> coordinates(List<Recipe> recipes, int steps, int seeds);
}
