package org.sweetspot.training;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.AveragingRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * The average of the weights along the way, and by the same rule that of the buffers: running
 * statistics that belong to averaged weights are taken as the average of those that belonged to
 * each.
 */
final class WeightAverage implements AutoCloseable {
  private final AveragingRecipe recipe;
  private final ParameterVector weights;
  private final @Nullable ParameterVector buffers;
  private long count;

  WeightAverage(AveragingRecipe recipe, Problem problem) {
    this.recipe = recipe;
    this.weights = problem.space().zero();
    this.buffers =
        problem.buffers().space().dimension() > 0 ? problem.buffers().space().zero() : null;
  }

  /** Whether there is an average yet. */
  boolean exists() {
    return count > 0;
  }

  /** Forgets everything. */
  void clear() {
    count = 0;
  }

  long count() {
    return count;
  }

  void restore(long savedCount) {
    count = savedCount;
  }

  /** Called before each update: an exponential average begins at the weights that are there. */
  void before(Problem problem, double progress) {
    if (recipe.kind() == AveragingRecipe.Kind.EXPONENTIAL
        && count == 0
        && progress >= recipe.start()) {
      mix(problem, 0, 1);
      count = 1;
    }
  }

  /** Called after each update, with the progress before it. */
  void after(Problem problem, double progress) {
    if (progress < recipe.start()) {
      return;
    }
    count++;
    if (recipe.kind() == AveragingRecipe.Kind.EXPONENTIAL) {
      mix(problem, recipe.decay(), 1 - recipe.decay());
    } else {
      mix(problem, 1 - 1.0 / count, 1.0 / count);
    }
  }

  private void mix(Problem problem, double old, double fresh) {
    weights.scale(old).add(fresh, problem.parameters());
    if (buffers != null) {
      buffers.scale(old).add(fresh, problem.buffers());
    }
  }

  /** Moves the average into the problem. */
  void apply(Problem problem) {
    problem.parameters().set(weights);
    if (buffers != null) {
      problem.buffers().set(buffers);
    }
  }

  /** Puts the average in the problem for a question, and the weights back bit by bit. */
  <T> T during(Problem problem, ParameterVector scratch, Supplier<T> question) {
    scratch.set(problem.parameters());
    try (ParameterVector ownBuffers = problem.buffers().copy()) {
      apply(problem);
      try {
        return question.get();
      } finally {
        problem.parameters().set(scratch);
        if (buffers != null) {
          problem.buffers().set(ownBuffers);
        }
      }
    }
  }

  SortedMap<String, ParameterVector> vectors() {
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
