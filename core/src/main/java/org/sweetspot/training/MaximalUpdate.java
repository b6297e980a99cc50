package org.sweetspot.training;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;

/**
 * The factors of maximal-update parametrization for a network whose hidden layers are m times as
 * wide as those of the network that the recipe's numbers are meant for.
 *
 * <p>Each layer's outputs are to keep their size when m grows, and each update is to change them by
 * as much as it did. Outputs add up fan-in many terms. At the start these are independent, so that
 * weights of standard deviation 1 / sqrt(fan in) will do; an update is aligned with its inputs, so
 * that its entries must be of size 1 / (fan in). The last layer's weights start at 1 / m, not at 1
 * / sqrt(m), since what training adds to the last hidden layer is aligned with them. The loss's
 * derivatives with respect to hidden outputs are then of size 1 / m, and so are those with respect
 * to all weights and offsets but the last layer's, which are of size 1. The wanted size of an
 * update over that of its gradient is the rate of SGD; the wanted size alone that of optimizers
 * which divide the gradient by its size, and their epsilon goes with the gradient:
 *
 * <table>
 * <caption>Factors relative to the base width</caption>
 * <tr><th></th><th>first weights</th><th>hidden weights</th><th>last weights</th>
 *   <th>hidden offsets and normalizations</th><th>last offsets</th></tr>
 * <tr><td>initial deviation</td><td>1</td><td>1 / sqrt(m)</td><td>1 / m</td><td>1</td><td>1</td>
 *   </tr>
 * <tr><td>rate of SGD</td><td>m</td><td>1</td><td>1 / m</td><td>m</td><td>1</td></tr>
 * <tr><td>rate of Adam, RMSProp</td><td>1</td><td>1 / m</td><td>1 / m</td><td>1</td><td>1</td></tr>
 * <tr><td>epsilon of Adam, RMSProp</td><td>1 / m</td><td>1 / m</td><td>1</td><td>1 / m</td>
 *   <td>1</td></tr>
 * </table>
 *
 * <p>The share of a weight that decay takes in one step, rate times decay, stays that of the recipe
 * in every layer: decay has the inverse factor of the rate (SGD: 1 / m, 1, m; decoupled decay of
 * Adam: 1, m, m; coupled decay of Adam, which is divided by the gradient's size as well: 1 / m, 1,
 * m).
 *
 * <p>Equivalently the gradient is multiplied first, by the rate's factor for SGD and by that of the
 * inverse epsilon for adaptive rules, and the plain rule follows; that is how it is computed.
 *
 * <p>Limits: a gradient is clipped by its plain norm, which grows with the root of m. Layers of
 * which one is not scaled by m as the others are get the factors of m all the same.
 *
 * <p>Source: Yang, Hu et al., "Tuning large neural networks via zero-shot hyperparameter transfer",
 * NeurIPS 2021, table 3 and appendix B; Yang, Simon and Bernstein, "A spectral condition for
 * feature learning", 2023.
 */
public final class MaximalUpdate {
  private MaximalUpdate() {}

  /** Where in the network a group of parameters stands, which decides its factors. */
  public enum Place {
    /** Weights of the first layer: fan in as it is, fan out grows. */
    FIRST,
    /** Weights between hidden layers: both grow. */
    HIDDEN,
    /** Weights of the last layer: fan in grows. */
    LAST,
    /** An offset or a normalization of hidden units: one number for each. */
    OFFSET,
    /** Offsets of the outputs. */
    LAST_OFFSET;

    /** Growth of the number of inputs that one output adds up. */
    public double fanIn(double m) {
      return this == HIDDEN || this == LAST ? m : 1;
    }

    /** Growth of the number of outputs. */
    public double fanOut(double m) {
      return this == LAST || this == LAST_OFFSET ? 1 : m;
    }

    /** Factor on the standard deviation that initial weights have at the base width. */
    public double initial(double m) {
      return switch (this) {
        case HIDDEN -> 1 / StrictMath.sqrt(m);
        case LAST -> 1 / m;
        case FIRST, OFFSET, LAST_OFFSET -> 1;
      };
    }

    /** Factor on the rate of an optimizer. */
    public double rate(OptimizerRecipe optimizer, double m) {
      return optimizer instanceof OptimizerRecipe.Sgd ? fanOut(m) / fanIn(m) : 1 / fanIn(m);
    }

    /** Factor on the gradient before the plain rule. */
    double gradient(OptimizerRecipe optimizer, double m) {
      return optimizer instanceof OptimizerRecipe.Sgd ? rate(optimizer, m) : fanOut(m);
    }

    /** Factor on the update that the plain rule makes of the multiplied gradient. */
    double update(OptimizerRecipe optimizer, double m) {
      return optimizer instanceof OptimizerRecipe.Sgd ? 1 : rate(optimizer, m);
    }
  }

  /**
   * The places of a network's groups: the first weights in their order are those of the first
   * layer, the last ones and an offset after them those of the last layer.
   *
   * @throws IllegalArgumentException if there are no two layers with weights
   */
  public static List<Place> places(List<ParameterGroup> groups) {
    List<Integer> weights = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      if (groups.get(i).role() == Role.WEIGHT) {
        weights.add(i);
      }
    }
    if (weights.size() < 2) {
      throw new IllegalArgumentException(
          "maximal-update parametrization: expected a network with at least two layers of weights,"
              + " got "
              + weights.size()
              + "; delete model.parametrization");
    }
    int first = weights.get(0);
    int last = weights.get(weights.size() - 1);
    List<Place> places = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      places.add(
          switch (groups.get(i).role()) {
            case WEIGHT -> i == first ? Place.FIRST : i == last ? Place.LAST : Place.HIDDEN;
            case BIAS -> i > last ? Place.LAST_OFFSET : Place.OFFSET;
            // A row of a table is the weight of an input that is one or zero.
            case EMBEDDING -> Place.FIRST;
            case NORMALIZATION, BUFFER -> Place.OFFSET;
          });
    }
    return List.copyOf(places);
  }
}
