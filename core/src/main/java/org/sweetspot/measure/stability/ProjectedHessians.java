package org.sweetspot.measure.stability;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.matrix.SymmetricEigen;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.spectrum.Eigenpair;
import org.sweetspot.vector.spectrum.Eigenpairs;
import org.sweetspot.vector.spectrum.Lanczos;

/**
 * The examples' Hessians on a small subspace, in the basis of the mean Hessian's eigenvectors
 * there.
 *
 * <p>A small model's subspace is the whole space. Otherwise it is spanned by the mean Hessian's top
 * eigenvectors u_k and by the main directions of H_i u_1 over the examples, where their Hessians
 * disagree most along the steepest direction.
 */
final class ProjectedHessians {
  private static final int TOP = 12;
  private static final int DISAGREEMENT = 8;

  private final double[] curvatures;
  private final double[][][] examples;

  private ProjectedHessians(double[] curvatures, double[][][] examples) {
    this.curvatures = curvatures;
    this.examples = examples;
  }

  /** The mean's curvatures in the subspace, descending. */
  double[] curvatures() {
    return curvatures;
  }

  /** Each example's Hessian in the basis of their eigenvectors. */
  double[][][] examples() {
    return examples;
  }

  /** No projected: all unit vectors. */
  static ProjectedHessians whole(MeasureContext context, ExampleHessians hessians) {
    int p = ArraySize.of("weights", hessians.mean().space().dimension());
    List<ParameterVector> basis = new ArrayList<>();
    for (int i = 0; i < p; i++) {
      double[] entries = new double[p];
      entries[i] = 1;
      basis.add(hessians.mean().space().zero().set(entries));
    }
    return onto(context, hessians, basis);
  }

  /** The subspace that matters most. */
  static ProjectedHessians dominant(MeasureContext context, ExampleHessians hessians) {
    Lanczos lanczos =
        Lanczos.largest(TOP)
            .withBasis(context.bench().vectors(context.subject().problem().space(), TOP + 10, 60))
            .withTolerance(1e-3)
            .withProducts(context.bench().settings().products());
    List<ParameterVector> basis = new ArrayList<>();
    try (Eigenpairs pairs =
        lanczos.solve(hessians.mean(), context.sampling().stream("mean-square-threshold"))) {
      context.bench().work().addProducts(pairs.products());
      for (Eigenpair pair : pairs.top()) {
        basis.add(pair.vector().copy());
      }
    }
    disagreement(context, hessians, basis.get(0)).forEach(vector -> extend(basis, vector));
    return onto(context, hessians, basis);
  }

  /** Main directions of H_i u over the examples, from their Gram matrix. */
  private static List<ParameterVector> disagreement(
      MeasureContext context, ExampleHessians hessians, ParameterVector u) {
    List<ParameterVector> images = new ArrayList<>();
    int most =
        context.bench().vectors(context.subject().problem().space(), DISAGREEMENT, hessians.size());
    hessians.along(
        u,
        (i, image) -> {
          if (i < most) {
            images.add(image.copy());
          }
        });
    int n = images.size();
    double[][] products = u.space().products(images, images);
    double[] gram = new double[n * n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(products[i], 0, gram, i * n, n);
    }
    SymmetricEigen eigen = context.bench().algebra().decomposition(new Matrix(n, n, gram));
    List<ParameterVector> directions = new ArrayList<>();
    for (int k = 0; k < Math.min(DISAGREEMENT, n); k++) {
      ParameterVector direction = u.space().zero();
      for (int i = 0; i < n; i++) {
        direction.add(eigen.vectors().get(i, k), images.get(i));
      }
      directions.add(direction);
    }
    images.forEach(ParameterVector::close);
    return directions;
  }

  /** Adds what the vector has outside the basis; takes ownership. */
  private static void extend(List<ParameterVector> basis, ParameterVector vector) {
    double before = vector.norm();
    for (int pass = 0; pass < 2; pass++) {
      for (ParameterVector known : basis) {
        vector.add(-known.dot(vector), known);
      }
    }
    double norm = vector.norm();
    if (norm > 1e-4 * before) {
      basis.add(vector.scale(1 / norm));
    } else {
      vector.close();
    }
  }

  private static ProjectedHessians onto(
      MeasureContext context, ExampleHessians hessians, List<ParameterVector> basis) {
    int r = basis.size();
    int n = hessians.size();
    double[][][] small = new double[n][r][r];
    double[] mean = new double[r * r];
    for (int a = 0; a < r; a++) {
      double[][] images = hessians.along(basis.get(a), basis.subList(0, a + 1));
      for (int i = 0; i < n; i++) {
        for (int b = 0; b <= a; b++) {
          small[i][a][b] = images[i][b];
          small[i][b][a] = images[i][b];
          mean[a * r + b] += images[i][b] / n;
          mean[b * r + a] = mean[a * r + b];
        }
      }
    }
    basis.forEach(ParameterVector::close);
    SymmetricEigen eigen = context.bench().algebra().decomposition(new Matrix(r, r, mean));
    for (int i = 0; i < n; i++) {
      small[i] = rotated(small[i], eigen.vectors());
    }
    return new ProjectedHessians(eigen.values(), small);
  }

  /** V' A V. */
  private static double[][] rotated(double[][] a, Matrix v) {
    int r = a.length;
    double[][] half = new double[r][r];
    double[][] result = new double[r][r];
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        for (int k = 0; k < r; k++) {
          half[i][j] += a[i][k] * v.get(k, j);
        }
      }
    }
    for (int i = 0; i < r; i++) {
      for (int j = 0; j < r; j++) {
        for (int k = 0; k < r; k++) {
          result[i][j] += v.get(k, i) * half[k][j];
        }
      }
    }
    return result;
  }
}
