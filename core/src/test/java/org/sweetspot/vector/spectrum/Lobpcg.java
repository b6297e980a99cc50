package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.jspecify.annotations.Nullable;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The largest eigenpairs of a symmetric operator by locally optimal block conjugate gradients,
 * without a preconditioner, from a block of vectors that are nearly right already.
 *
 * <p>Each round takes the best vectors of span[X R P]: X the block, R = A X - X Theta its
 * residuals, P the part of the last step outside the block before. The basis is made orthonormal
 * against all of itself, twice; directions that lie in the span of those before them are dropped,
 * which keeps the small problem well posed where residuals are small. Vectors that have converged
 * give no residual, but stay in the block.
 *
 * <p>Kept here as the peer that warm-started Lanczos is compared with. Error: the residual norm ||A
 * v - theta v||, from products that were computed. Cost: a product for each vector of the block at
 * first, then one for each unconverged one a round; memory: about six times the block. Source:
 * Knyazev, SIAM J. Sci. Comput. 23 (2001); Hetmaniuk and Lehoucq 2006 for the orthonormal basis.
 * Fails to see eigenvectors orthogonal to everything it was given, hence a block larger than what
 * is wanted, filled up at random.
 *
 * @param wanted how many of the largest eigenvalues
 * @param guard further vectors of the block, which speed up the last wanted ones
 * @param tolerance largest residual, relative to the largest eigenvalue in absolute value
 * @param products most products to spend
 */
record Lobpcg(int wanted, int guard, double tolerance, int products) {
  /** Checks the numbers. */
  Lobpcg {
    if (wanted < 1 || guard < 0 || !(tolerance > 0 && tolerance < 1) || products < 1) {
      throw new IllegalArgumentException(
          "LOBPCG: expected at least one wanted eigenvalue, no negative guard, a tolerance above 0"
              + " and below 1, at least one product, got "
              + this);
    }
  }

  /**
   * Solves from given vectors.
   *
   * @param start any vectors, for instance eigenvectors found a little earlier in training; not
   *     changed; dependent ones are dropped
   * @param stream of the vectors that fill up the block
   * @return the pairs found, converged or not; the caller closes it
   * @throws ArithmeticException if a product is not finite
   */
  Eigenpairs solve(SymmetricOperator operator, List<ParameterVector> start, RandomStream stream) {
    try (Rounds rounds = new Rounds(this, operator)) {
      return rounds.run(start, stream);
    }
  }

  /** An orthonormal basis with the products of its vectors, and the block's rotation in it. */
  private static final class Rounds implements AutoCloseable {
    private final Lobpcg settings;
    private final SymmetricOperator operator;
    private final double rounding;
    private final List<ParameterVector> basis = new ArrayList<>();
    private final List<ParameterVector> images = new ArrayList<>();
    private int spent;

    Rounds(Lobpcg settings, SymmetricOperator operator) {
      this.settings = settings;
      this.operator = operator;
      this.rounding = operator.space().precision() == Precision.FLOAT ? 0x1p-18 : 0x1p-44;
    }

    Eigenpairs run(List<ParameterVector> start, RandomStream stream) {
      int block = (int) Math.min(settings.wanted + settings.guard, operator.space().dimension());
      int wanted = Math.min(settings.wanted, block);
      for (ParameterVector vector : start.subList(0, Math.min(block, start.size()))) {
        extend(vector.copy(), null);
      }
      while (basis.size() < block) {
        extend(operator.space().gaussian(stream), null);
      }
      int before = 0;
      while (true) {
        Small small = solve();
        double[] residuals = new double[block];
        List<ParameterVector> left = new ArrayList<>();
        boolean converged = true;
        double allowed = settings.tolerance * small.scale;
        rotate(small, block, before);
        for (int i = 0; i < block; i++) {
          ParameterVector residual = images.get(i).copy().add(-small.values[i], basis.get(i));
          residuals[i] = residual.norm();
          boolean good = residuals[i] <= allowed;
          converged &= good || i >= wanted;
          if (good) {
            residual.close();
          } else {
            left.add(residual);
          }
        }
        boolean affordable = spent + left.size() <= settings.products;
        if (converged || !affordable || basis.size() == operator.space().dimension()) {
          left.forEach(ParameterVector::close);
          return collect(small, residuals, wanted, converged);
        }
        // The conjugate directions stand behind the block; the residuals go behind them.
        for (ParameterVector residual : left) {
          extend(residual, null);
        }
        before = block;
      }
    }

    /** Adds what a vector has outside the span, with its product unless that is known. */
    private void extend(ParameterVector vector, @Nullable ParameterVector image) {
      double norm = vector.norm();
      for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < basis.size(); i++) {
          double part = basis.get(i).dot(vector);
          vector.add(-part, basis.get(i));
          if (image != null) {
            image.add(-part, images.get(i));
          }
        }
      }
      double rest = vector.norm();
      if (!(rest > rounding * norm)) {
        vector.close();
        if (image != null) {
          image.close();
        }
        return;
      }
      vector.scale(1 / rest);
      ParameterVector product = image;
      if (product == null) {
        product = operator.space().zero();
        Samples.apply(operator, vector, product);
        spent++;
      } else {
        product.scale(1 / rest);
      }
      basis.add(vector);
      images.add(product);
    }

    /** Rayleigh-Ritz on the basis, largest first. */
    private Small solve() {
      int m = basis.size();
      double[][] form = new double[m][m];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j <= i; j++) {
          double entry = (basis.get(i).dot(images.get(j)) + basis.get(j).dot(images.get(i))) / 2;
          form[i][j] = entry;
          form[j][i] = entry;
        }
      }
      EigenDecompositionSymmetric eigen =
          new EigenDecompositionSymmetric(new Array2DRowRealMatrix(form, false), 1e-12, true);
      double[] values = eigen.getEigenvalues();
      double[][] vectors = new double[m][];
      double scale = 0;
      for (int i = 0; i < m; i++) {
        vectors[i] = eigen.getEigenvector(i).toArray();
        scale = Math.max(scale, Math.abs(values[i]));
      }
      return new Small(values, vectors, scale);
    }

    /**
     * The basis becomes the best block X, then the conjugate directions P: what X took from outside
     * the block before.
     */
    private void rotate(Small small, int block, int before) {
      List<ParameterVector> x = new ArrayList<>();
      List<ParameterVector> ax = new ArrayList<>();
      List<ParameterVector> p = new ArrayList<>();
      List<ParameterVector> ap = new ArrayList<>();
      for (int i = 0; i < block; i++) {
        x.add(combine(basis, small.vectors[i], 0));
        ax.add(combine(images, small.vectors[i], 0));
        if (before > 0) {
          p.add(combine(basis, small.vectors[i], before));
          ap.add(combine(images, small.vectors[i], before));
        }
      }
      basis.forEach(ParameterVector::close);
      images.forEach(ParameterVector::close);
      basis.clear();
      images.clear();
      for (int i = 0; i < block; i++) {
        extend(x.get(i), ax.get(i));
      }
      for (int i = 0; i < p.size(); i++) {
        extend(p.get(i), ap.get(i));
      }
    }

    private ParameterVector combine(List<ParameterVector> vectors, double[] factors, int from) {
      ParameterVector sum = operator.space().zero();
      for (int i = from; i < vectors.size(); i++) {
        sum.add(factors[i], vectors.get(i));
      }
      return sum;
    }

    private Eigenpairs collect(Small small, double[] residuals, int wanted, boolean converged) {
      List<Eigenpair> pairs = new ArrayList<>();
      for (int i = 0; i < wanted; i++) {
        pairs.add(new Eigenpair(small.values[i], residuals[i], basis.get(i).copy()));
      }
      return new Eigenpairs(pairs, List.of(), spent, converged, 0);
    }

    @Override
    public void close() {
      basis.forEach(ParameterVector::close);
      images.forEach(ParameterVector::close);
    }
  }

  /** Ritz values, largest first, and vectors of the small problem. */
  private static final class Small {
    private final double[] values;
    private final double[][] vectors;
    private final double scale;

    Small(double[] values, double[][] vectors, double scale) {
      this.values = values;
      this.vectors = vectors;
      this.scale = scale;
    }
  }
}
