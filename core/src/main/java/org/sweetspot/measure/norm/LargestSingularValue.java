package org.sweetspot.measure.norm;

import java.util.function.UnaryOperator;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/** The largest singular value of a linear map, from its Gram operator A' A by Lanczos. */
final class LargestSingularValue {
  private LargestSingularValue() {}

  /**
   * The square root of the largest eigenvalue.
   *
   * @param gram entries of x to those of A' A x
   * @param residual of the eigenvalue, relative to it
   * @param products most to spend
   * @throws ArithmeticException if they do not suffice
   */
  static double of(
      ArraySpace space,
      UnaryOperator<double[]> gram,
      double residual,
      int products,
      RandomStream stream) {
    SymmetricOperator operator =
        new SymmetricOperator() {
          @Override
          public ArraySpace space() {
            return space;
          }

          @Override
          public void apply(ParameterVector argument, ParameterVector result) {
            result.set(gram.apply(argument.toArray()));
          }
        };
    Lanczos lanczos = Lanczos.largest(1).withTolerance(residual).withProducts(products);
    try (Eigenpairs pairs = lanczos.solve(operator, stream)) {
      if (!pairs.converged()) {
        throw new ArithmeticException(
            "norm of a convolution: no convergence within " + products + " products");
      }
      return Math.sqrt(Math.max(0, pairs.topValues()[0]));
    }
  }
}
