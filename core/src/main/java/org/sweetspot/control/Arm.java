package org.sweetspot.control;

import java.util.List;
import org.sweetspot.measure.Measurement;
import org.sweetspot.recipe.Recipe;

/**
 * One way of training, over all seeds.
 *
 * @param name baseline, changed, controlled or step-matched
 * @param recipe what was trained, with the first seed
 * @param runs one a seed, in the order of the seeds
 * @param measures the biases of the arm, each a mean over the runs
 */
public record Arm(String name, Recipe recipe, List<ArmRun> runs, List<Measurement> measures) {
  /** Copies the lists. */
  public Arm {
    runs = List.copyOf(runs);
    measures = List.copyOf(measures);
  }
}
