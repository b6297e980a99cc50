package org.sweetspot.measure.norm;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.SymmetricOperator;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * A layer's weights as a matrix, out x everything else: for a convolution out x (in height width),
 * which is not the operator norm of the convolution itself.
 */
public final class LayerMatrix {
  private final String name;
  private final int rows;
  private final int columns;
  private final double[] entries;

  private LayerMatrix(String name, int rows, int columns, double[] entries) {
    this.name = name;
    this.rows = rows;
    this.columns = columns;
    this.entries = entries;
  }

  /** All groups of weights with at least two extents. */
  public static List<LayerMatrix> all(MeasureContext context) {
    List<LayerMatrix> layers = new ArrayList<>();
    for (ParameterGroup group : context.problem().space().groups()) {
      if (group.role() == Role.WEIGHT && group.shape().size() >= 2 && group.size() > 0) {
        try (ParameterVector view = context.problem().parameters().view(group)) {
          int rows = Math.toIntExact(group.shape().get(0));
          layers.add(
              new LayerMatrix(
                  group.name(), rows, Math.toIntExact(group.size() / rows), view.toArray()));
        }
      }
    }
    return layers;
  }

  /** The group's name. */
  public String name() {
    return name;
  }

  /** The largest singular value, to about 1e-6 of itself; from the smaller of W W' and W' W. */
  public double spectralNorm(MeasureContext context) {
    boolean byRows = rows <= columns;
    ArraySpace space = ArraySpace.of(name, byRows ? rows : columns);
    SymmetricOperator gram =
        new SymmetricOperator() {
          @Override
          public ArraySpace space() {
            return space;
          }

          @Override
          public void apply(ParameterVector argument, ParameterVector result) {
            double[] x = argument.toArray();
            result.set(byRows ? multiply(multiplyTransposed(x)) : multiplyTransposed(multiply(x)));
          }
        };
    // A relative residual r of the squared norm is at most r / 2 of the norm.
    Lanczos lanczos = Lanczos.largest(1).withTolerance(1e-6).withProducts(500);
    try (Eigenpairs pairs = lanczos.solve(gram, context.stream("spectral-norm/" + name))) {
      if (!pairs.converged()) {
        throw new ArithmeticException(
            "spectral norm of " + name + ": no convergence within 500 products");
      }
      return Math.sqrt(Math.max(0, pairs.topValues()[0]));
    }
  }

  private double[] multiply(double[] x) {
    double[] y = new double[rows];
    for (int i = 0; i < rows; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += entries[i * columns + j] * x[j];
      }
      y[i] = sum;
    }
    return y;
  }

  private double[] multiplyTransposed(double[] x) {
    double[] y = new double[columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[j] += entries[i * columns + j] * x[i];
      }
    }
    return y;
  }
}
