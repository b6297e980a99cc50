package org.sweetspot.monitor;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.training.StepReport;
import org.sweetspot.training.WeightMask;
import org.sweetspot.vector.ParameterGroup;

/**
 * Which share of the weights that a mask of N of every M keeps was kept by earlier masks: masks
 * that never change mean that the pattern was fixed at the start. Layers that are not masked are
 * left out. Exact. Cost: a mask; memory: two masks in Java.
 */
final class MaskOverlapMonitor implements Monitor {
  private double @Nullable [] first;
  private double @Nullable [] last;

  @Override
  public String id() {
    return "mask-overlap";
  }

  @Override
  public String question() {
    return "How many of the weights that are kept were kept before?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return "masks by the weights' magnitudes at the reading, layers with a mask alone; last: share"
        + " of the kept weights that were kept at the reading before; first: at the first reading;"
        + " exact";
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    SparsityRecipe sparsity = watched.training().sparsity();
    if (sparsity.sparse().isEmpty()) {
      throw new NotApplicableException("needs a training with sparse weights (training.sparsity)");
    }
    double[] mask = WeightMask.of(watched.problem(), sparsity);
    for (ParameterGroup group : watched.problem().space().groups()) {
      forgetWhole(mask, (int) group.offset(), (int) (group.offset() + group.size()));
    }
    double[] earlier = last == null ? mask : last;
    double[] start = first == null ? mask : first;
    last = mask;
    first = start;
    return Optional.of(
        MonitorSample.of(
            Map.of(
                "last", Figure.exact(overlap(mask, earlier)),
                "first", Figure.exact(overlap(mask, start)))));
  }

  /** A group of which all is kept has no mask. */
  private static void forgetWhole(double[] mask, int from, int to) {
    for (int i = from; i < to; i++) {
      if (mask[i] == 0) {
        return;
      }
    }
    java.util.Arrays.fill(mask, from, to, 0);
  }

  private static double overlap(double[] mask, double[] other) {
    int kept = 0;
    int both = 0;
    for (int i = 0; i < mask.length; i++) {
      kept += mask[i] == 1 ? 1 : 0;
      both += mask[i] == 1 && other[i] == 1 ? 1 : 0;
    }
    return (double) both / kept;
  }

  @Override
  public void close() {
    first = null;
    last = null;
  }
}
