package org.sweetspot.control;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.control.change.Arithmetic;
import org.sweetspot.control.change.Matching;
import org.sweetspot.control.change.TrainingCost;
import org.sweetspot.measure.Measurement;
import org.sweetspot.recipe.Recipe;

/**
 * One way of training, over all seeds.
 *
 * @param name {@link #BASELINE}, {@link #CHANGED}, {@link #STEP_MATCHED}, {@link #EXAMPLE_MATCHED},
 *     {@link #COMPUTE_MATCHED}, {@link #CONTROLLED}, {@link #EQUAL_COST}, or one value of a joint
 *     change
 * @param recipe what was trained, with the first seed
 * @param cost of each run, as the recipe fixes it; a run that diverged took less
 * @param runs one a seed, in the order of the seeds
 * @param measures properties of the trained networks, each a mean over the runs; empty for the arm
 *     at equal cost, of which only the accuracy is asked
 * @param arithmetic what an update computes and moves where formats and sparsity are real; null
 *     where the recipe does not name its layers
 */
public record Arm(
    String name,
    Recipe recipe,
    TrainingCost cost,
    List<ArmRun> runs,
    List<Measurement> measures,
    @Nullable Arithmetic arithmetic) {
  /** The recipe as it is. */
  public static final String BASELINE = "baseline";

  /** The change and nothing else. */
  public static final String CHANGED = "changed";

  /** The change with as many updates as the baseline. */
  public static final String STEP_MATCHED = "step-matched";

  /** The change with the plan. */
  public static final String CONTROLLED = "controlled";

  /** The baseline with the budget of the plan, counted in examples. */
  public static final String EQUAL_COST = "equal-cost";

  /** The change with as many gradients of single examples as the baseline. */
  public static final String EXAMPLE_MATCHED = Matching.EXAMPLES.arm();

  /** The change with as many multiplications as the baseline. */
  public static final String COMPUTE_MATCHED = Matching.COMPUTE.arm();

  /** Of layers that are not known. */
  public Arm(
      String name,
      Recipe recipe,
      TrainingCost cost,
      List<ArmRun> runs,
      List<Measurement> measures) {
    this(name, recipe, cost, runs, measures, null);
  }

  /** Copies the lists. */
  public Arm {
    runs = List.copyOf(runs);
    measures = List.copyOf(measures);
  }

  /** Mean test accuracy over the runs, in per cent. */
  public double accuracy() {
    return 100 * runs.stream().mapToDouble(ArmRun::testAccuracy).average().orElse(Double.NaN);
  }

  /** Mean seconds of a run. */
  public double seconds() {
    return runs.stream().mapToDouble(ArmRun::seconds).average().orElse(Double.NaN);
  }

  /** Runs that had to be stopped. */
  public int diverged() {
    return (int) runs.stream().filter(ArmRun::diverged).count();
  }
}
