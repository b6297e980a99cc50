package org.sweetspot.training;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * The average of the weights along the way, and by the same rule that of the buffers: running
 * statistics that belong to averaged weights are taken as the average of those that belonged to
 * each.
 */
final class WeightAverage implements AfterUpdate {
  private static final String COUNT = "averaged";

  private final AveragingRecipe recipe;
  private final Problem problem;
  private final ParameterVector weights;
  private final @Nullable ParameterVector buffers;
  private long count;

  WeightAverage(AveragingRecipe recipe, Problem problem) {
    this.recipe = recipe;
    this.problem = problem;
    this.weights = problem.space().zero();
    this.buffers =
        problem.buffers().space().dimension() > 0 ? problem.buffers().space().zero() : null;
  }

  /** An exponential average begins at the weights that are there. */
  @Override
  public void before(Update update) {
    if (recipe.kind() == AveragingRecipe.Kind.EXPONENTIAL
        && count == 0
        && update.progress() >= recipe.start()) {
      mix(0, 1);
      count = 1;
    }
  }

  @Override
  public void after(Update update) {
    if (update.progress() < recipe.start()) {
      return;
    }
    count++;
    if (recipe.kind() == AveragingRecipe.Kind.EXPONENTIAL) {
      mix(recipe.decay(), 1 - recipe.decay());
    } else {
      mix(1 - 1.0 / count, 1.0 / count);
    }
  }

  private void mix(double old, double fresh) {
    weights.scale(old).add(fresh, problem.parameters());
    if (buffers != null) {
      buffers.scale(old).add(fresh, problem.buffers());
    }
  }

  @Override
  public boolean replaces() {
    return count > 0;
  }

  @Override
  public void replace() {
    problem.parameters().set(weights);
    if (buffers != null) {
      problem.buffers().set(buffers);
    }
  }

  @Override
  public void diverged() {
    count = 0;
  }

  @Override
  public SortedMap<String, Double> numbers() {
    return new TreeMap<>(Map.of(COUNT, (double) count));
  }

  @Override
  public void restore(SortedMap<String, Double> saved) {
    count = Objects.requireNonNull(saved.get(COUNT)).longValue();
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>();
    vectors.put("average-weights", weights);
    if (buffers != null) {
      vectors.put("average-buffers", buffers);
    }
    return vectors;
  }

  @Override
  public void close() {
    weights.close();
    if (buffers != null) {
      buffers.close();
    }
  }
}
