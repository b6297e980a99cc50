package org.sweetspot.training;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * The prior of Langevin dynamics: independent normal weights of mean zero and variance 1 / fan in,
 * an offset with the fan in of the weights before it. Initialization kind gaussian draws from it.
 */
public final class GaussianPrior {
  private GaussianPrior() {}

  /**
   * The variance of each group.
   *
   * @throws IllegalArgumentException for groups that do not start at random, such as normalizations
   */
  public static List<Double> variances(List<ParameterGroup> groups) {
    List<Double> variances = new ArrayList<>();
    double fanIn = 1;
    for (ParameterGroup group : groups) {
      if (group.role() == Role.WEIGHT) {
        fanIn = (double) group.size() / group.shape().get(0);
      } else if (group.role() != Role.BIAS) {
        throw new IllegalArgumentException(
            "Langevin dynamics: expected weights and biases, which start at random, got "
                + group.name()
                + "; leave out normalizations and embeddings");
      }
      variances.add(1 / fanIn);
    }
    return variances;
  }
}
