package org.sweetspot.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sweetspot.problem.PerExample.GradientVisitor;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * A classifier whose outputs can be differentiated example by example: for each example i the
 * gradient of sum_k a_ik z_ik, with z_i its logits and a_i constants. Rows of the Jacobian, the
 * tangent kernel and the exact trace of the Gauss-Newton matrix are all made of these. The network
 * is taken as it is used ({@link Mode#EVALUATE}); each example must have one row of logits.
 */
public interface OutputGradients {
  /**
   * Squared Euclidean norm of each example's gradient, in the batch's order. Cost: about that of
   * squared gradient norms of the loss.
   *
   * @param coefficients a, examples x classes, row by row
   */
  default double[] squaredOutputNorms(Batch batch, double[] coefficients) {
    return whole(squaredParameterNorms(batch, List.of(coefficients))[0]);
  }

  /** Squared norms of whole gradients, by example, from those by parameter tensor. */
  static double[] whole(double[][] byParameter) {
    double[] sums = new double[byParameter[0].length];
    for (double[] part : byParameter) {
      Arrays.setAll(sums, i -> sums[i] + part[i]);
    }
    return sums;
  }

  /**
   * Squared Euclidean norm of each example's gradient with respect to each parameter tensor, for
   * several sets of coefficients at once, which share what does not depend on them.
   *
   * @param sets of coefficients a, each examples x classes, row by row
   * @return by set, by parameter tensor in the order of the space's groups, by example
   */
  default double[][][] squaredParameterNorms(Batch batch, List<double[]> sets) {
    double[][][] norms = new double[sets.size()][][];
    for (int set = 0; set < norms.length; set++) {
      double[][] byExample = new double[batch.size()][];
      outputGradients(
          batch,
          sets.get(set),
          (position, gradient) ->
              byExample[position] =
                  gradient.space().groups().stream()
                      .mapToDouble(group -> square(gradient, group))
                      .toArray());
      double[][] byParameter = new double[byExample[0].length][batch.size()];
      for (int parameter = 0; parameter < byParameter.length; parameter++) {
        int column = parameter;
        Arrays.setAll(byParameter[parameter], i -> byExample[i][column]);
      }
      norms[set] = byParameter;
    }
    return norms;
  }

  private static double square(ParameterVector gradient, ParameterGroup group) {
    try (ParameterVector part = gradient.view(group)) {
      return part.dot(part);
    }
  }

  /**
   * Hands each example's gradient to the visitor, in the batch's order.
   *
   * @param coefficients a, examples x classes, row by row
   */
  void outputGradients(Batch batch, double[] coefficients, GradientVisitor visitor);

  /**
   * Squared Euclidean norms of the gradients' sums over groups of consecutive examples, in order.
   * Cost: that of one gradient for each group, or less.
   *
   * @param coefficients a, examples x classes, row by row
   * @param group examples in a group, at least 1; the last group may be smaller
   */
  default double[] squaredGroupNorms(Batch batch, double[] coefficients, int group) {
    if (group == 1) {
      return squaredOutputNorms(batch, coefficients);
    }
    double[] norms = new double[(batch.size() + group - 1) / group];
    List<ParameterVector> sums = new ArrayList<>();
    outputGradients(
        batch,
        coefficients,
        (position, gradient) -> {
          if (sums.isEmpty()) {
            sums.add(gradient.space().zero());
          }
          ParameterVector sum = sums.get(0);
          sum.add(1, gradient);
          if ((position + 1) % group == 0 || position + 1 == batch.size()) {
            norms[position / group] = sum.dot(sum);
            sum.scale(0);
          }
        });
    sums.forEach(ParameterVector::close);
    return norms;
  }

  /**
   * Examples in the smallest group whose norms cost not much more than a gradient over all of them
   * together; 1 where single examples are as cheap.
   */
  default int cheapGroup() {
    return 1;
  }
}
