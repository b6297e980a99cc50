package org.sweetspot.vector;

import java.util.List;
import org.sweetspot.random.RandomStream;

/**
 * The space a model's parameters live in: its dimension, its named groups, and the only source of
 * new vectors.
 */
public interface ParameterSpace {
  /** Number of entries p of a vector. */
  long dimension();

  /** The format in which entries are kept. */
  Precision precision();

  /** The named parts, in order of offset, covering the whole vector without gaps. */
  List<ParameterGroup> groups();

  /**
   * Inner products of vectors of this space: one row for each on the left, one column for each on
   * the right. Cost: as many products, which engines take together.
   */
  default double[][] products(List<ParameterVector> left, List<ParameterVector> right) {
    return left.stream()
        .map(row -> right.stream().mapToDouble(row::dot).toArray())
        .toArray(double[][]::new);
  }

  /**
   * into := into + sum over i of coefficients[i] vectors[i], all of this space; {@code into} is
   * none of the vectors. Cost: as many additions, which engines take together.
   */
  default void combine(double[] coefficients, List<ParameterVector> vectors, ParameterVector into) {
    requireEach(coefficients, vectors);
    for (int i = 0; i < coefficients.length; i++) {
      into.add(coefficients[i], vectors.get(i));
    }
  }

  /** Refuses a combination that has not one coefficient for each vector. */
  static void requireEach(double[] coefficients, List<ParameterVector> vectors) {
    if (coefficients.length != vectors.size()) {
      throw new IllegalArgumentException(
          "combination: expected a coefficient for each of "
              + vectors.size()
              + " vectors, got "
              + coefficients.length);
    }
  }

  /** A new vector of zeros; the caller closes it. */
  ParameterVector zero();

  /** A new vector with independent standard normal entries; the caller closes it. */
  ParameterVector gaussian(RandomStream stream);

  /** A new vector with independent entries of +1 or -1; the caller closes it. */
  ParameterVector rademacher(RandomStream stream);
}
