package org.sweetspot.control;

import java.util.List;
import java.util.Optional;
import org.sweetspot.control.probe.BranchDesign;
import org.sweetspot.control.probe.CoordinateCheck;
import org.sweetspot.control.probe.ProbeRuns;
import org.sweetspot.control.probe.Readings;
import org.sweetspot.recipe.Recipe;

/** What probes ask for, from the trials of an experiment. */
record TrialRuns(Laboratory laboratory, Trials trials, Readings readings) implements ProbeRuns {
  @Override
  public int seeds() {
    return trials.seeds();
  }

  @Override
  public double validation(String task, Recipe recipe) {
    return trials.first(task, recipe).validationAccuracy();
  }

  @Override
  public Optional<double[][]> branches(Recipe baseline, BranchDesign design, int seed) {
    return trials.branches(baseline, design, seed);
  }

  @Override
  public Optional<CoordinateCheck> coordinates(List<Recipe> recipes, int steps, int seeds) {
    return laboratory.coordinates(recipes, steps, seeds);
  }
}
