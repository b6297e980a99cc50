package org.sweetspot.training;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient with all but N of every M weights zero, applied to all of them: a weight that is
 * zero goes on moving and can come back when the mask is chosen anew. To the gradient of those that
 * are zero a pull towards zero is added (SR-STE: Zhou et al., "Learning N:M fine-grained structured
 * sparse neural networks from scratch", ICLR 2021).
 *
 * <p>State: the mask, and which share of it changed when it was last chosen anew.
 */
final class SparseWeights implements GradientSource {
  private static final String FLIPS = "sparsity-flips";

  private final GradientSource inner;
  private final Problem problem;
  private final SparsityRecipe recipe;
  private final ParameterVector mask;
  private final ParameterVector dense;
  private double flips;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   */
  SparseWeights(GradientSource inner, Problem problem, SparsityRecipe recipe) {
    this.inner = inner;
    this.problem = problem;
    this.recipe = recipe;
    this.mask = problem.space().zero().set(WeightMask.of(problem, recipe));
    this.dense = problem.space().zero();
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    ParameterVector weights = problem.parameters();
    if ((update.step() - 1) % recipe.every() == 0) {
      choose();
    }
    dense.set(weights);
    weights.multiply(mask);
    double loss = inner.take(batch, mode, update, into);
    if (recipe.decay() > 0) {
      // decay * (dense - masked) is the pull on those that are zero.
      into.add(recipe.decay(), dense).add(-recipe.decay(), weights);
    }
    weights.set(dense);
    return loss;
  }

  private void choose() {
    double[] old = mask.toArray();
    double[] fresh = WeightMask.of(problem, recipe);
    int changed = 0;
    for (int i = 0; i < old.length; i++) {
      changed += old[i] == fresh[i] ? 0 : 1;
    }
    flips = (double) changed / old.length;
    mask.set(fresh);
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>(inner.vectors());
    vectors.put("sparsity-mask", mask);
    return vectors;
  }

  @Override
  public SortedMap<String, Double> numbers() {
    SortedMap<String, Double> numbers = new TreeMap<>(inner.numbers());
    numbers.putAll(Map.of(FLIPS, flips));
    return numbers;
  }

  @Override
  public void restore(SortedMap<String, Double> saved) {
    inner.restore(saved);
    flips = Objects.requireNonNull(saved.get(FLIPS));
  }

  @Override
  public void close() {
    inner.close();
    mask.close();
    dense.close();
  }
}
