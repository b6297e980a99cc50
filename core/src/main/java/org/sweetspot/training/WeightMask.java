package org.sweetspot.training;

import java.util.Arrays;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.SparsityRecipe;
import org.sweetspot.sparsity.MagnitudeMask;
import org.sweetspot.sparsity.RepairedGreedy;
import org.sweetspot.sparsity.SparsePattern;
import org.sweetspot.sparsity.TransposableMask;
import org.sweetspot.vector.ParameterGroup;

/** Which weights a recipe sets to zero: 1 for those that stay, by the weights' size. */
public final class WeightMask {
  private WeightMask() {}

  /** The mask of the problem's current weights. */
  public static double[] of(Problem problem, SparsityRecipe recipe) {
    SparsePattern pattern = recipe.sparse().orElseThrow();
    double[] weights = problem.parameters().toArray();
    double[] mask = new double[weights.length];
    Arrays.fill(mask, 1);
    for (ParameterGroup group : problem.space().groups()) {
      boolean matrix = group.role() == ParameterGroup.Role.WEIGHT && group.shape().size() >= 2;
      if (matrix && !recipe.keeps(group.name())) {
        boolean both = recipe.kind() == SparsityRecipe.Kind.TRANSPOSABLE;
        mask(weights, mask, group, pattern, both);
      }
    }
    return mask;
  }

  /** Groups lie along the inputs, which in a kernel are not innermost. */
  private static void mask(
      double[] weights,
      double[] mask,
      ParameterGroup group,
      SparsePattern pattern,
      boolean transposable) {
    int start = Math.toIntExact(group.offset());
    int out = Math.toIntExact(group.shape().get(0));
    int in = Math.toIntExact(group.shape().get(1));
    int places = Math.toIntExact(group.size() / out / in);
    if (in < pattern.of()) {
      return;
    }
    float[] matrix = new float[out * in];
    for (int place = 0; place < places; place++) {
      for (int i = 0; i < matrix.length; i++) {
        matrix[i] = (float) weights[start + i * places + place];
      }
      boolean[] kept =
          transposable
              ? TransposableMask.of(matrix, in, pattern, new RepairedGreedy())
              : MagnitudeMask.of(matrix, in, pattern);
      for (int i = 0; i < matrix.length; i++) {
        mask[start + i * places + place] = kept[i] ? 1 : 0;
      }
    }
  }
}
