package org.sweetspot.vector.spectrum;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterVector;
import org.sweetspot.vector.Precision;
import org.sweetspot.vector.SymmetricOperator;

/**
 * The running state of one {@link Lanczos} solve: A V = V T + beta q e_m' + E, with V orthonormal,
 * q the next direction, and E the defects of vectors that were accepted as converged.
 */
final class LanczosIteration implements AutoCloseable {
  /** Fewest products in the complement before it is said to hold no further copy. */
  private static final int SEARCH = 12;

  private final Lanczos settings;
  private final SymmetricOperator operator;
  private final RandomStream stream;
  private final long dimension;
  private final double epsilon;
  private final int top;
  private final int bottom;

  /** Basis vectors whose products are known; as long as T's order. */
  private final List<ParameterVector> basis = new ArrayList<>();

  private final double[][] projected;
  private final double[] defects;
  private ParameterVector next;
  private final ParameterVector product;

  /** Entries that the next vector's products with the basis must have, by symmetry. */
  private double[] coupling = new double[0];

  private double beta;
  private double scale;
  private double attainable;
  private int products;
  private int least;

  /** Whether a fresh direction of the complement has been taken, and the wanted values then. */
  private boolean searching;

  private double[] known = new double[0];

  /** Products since the complement was entered. */
  private int searched;

  LanczosIteration(Lanczos settings, SymmetricOperator operator, RandomStream stream) {
    this.settings = settings;
    this.operator = operator;
    this.stream = stream;
    this.dimension = operator.space().dimension();
    if (dimension == 0) {
      throw new IllegalArgumentException("Lanczos: expected an operator of dimension 1 or more");
    }
    this.epsilon = operator.space().precision() == Precision.FLOAT ? 0x1p-23 : 0x1p-52;
    this.top = (int) Math.min(settings.top(), dimension);
    this.bottom = (int) Math.min(settings.bottom(), dimension);
    int capacity = (int) Math.min(settings.basis(), dimension);
    this.projected = new double[capacity][capacity];
    this.defects = new double[capacity];
    this.product = operator.space().zero();
    this.next = operator.space().gaussian(stream);
    next.scale(1 / next.norm());
  }

  void startFrom(ParameterVector start) {
    double norm = start.norm();
    if (!(norm > 0) || Double.isInfinite(norm)) {
      throw new IllegalArgumentException(
          "Lanczos start: expected a finite vector other than zero, got norm " + norm);
    }
    next.set(start).scale(1 / norm);
  }

  /** A start that is almost an eigenvector must not be accepted before others had a chance. */
  void atLeast(int value) {
    least = value;
  }

  Eigenpairs run() {
    while (true) {
      step();
      boolean exhausted = basis.size() == dimension;
      if (exhausted) {
        beta = 0;
      }
      boolean invariant = beta <= Math.max(16 * epsilon * scale, 2 * attainable);
      boolean full = basis.size() == projected.length || products >= settings.products();
      if (!exhausted && !invariant && !full && !isDue()) {
        continue;
      }
      Ritz ritz = solveProjected();
      boolean done = exhausted || hasConverged(ritz);
      boolean lookAgain = done && !exhausted && shouldLookAgain(ritz);
      if (products >= settings.products() || (done && !lookAgain)) {
        return collect(ritz, done && !lookAgain);
      }
      invariant = beta <= Math.max(16 * epsilon * scale, 2 * attainable);
      if (lookAgain) {
        restart(ritz, ritz.ends(top, bottom));
        searched = 0;
        startAfresh(ritz);
      } else {
        if (basis.size() == projected.length) {
          restart(ritz, ritz.ends(keptTop(), keptBottom()));
        }
        if (invariant) {
          // What the start's invariant subspace holds is exact; what it missed, if anything, lies
          // in the complement.
          startAfresh(ritz);
        }
      }
    }
  }

  /**
   * Large projected problems are solved after every few steps only, or they would cost the most.
   */
  private boolean isDue() {
    return basis.size() <= 64 || basis.size() % (basis.size() / 16) == 0;
  }

  /** Whether the complement of the wanted pairs must be searched (again) for further copies. */
  private boolean shouldLookAgain(Ritz ritz) {
    double[] now = ritz.endValues(top, bottom);
    if (!searching) {
      return settings.confirm();
    }
    if (now.length != known.length) {
      return true;
    }
    for (int i = 0; i < now.length; i++) {
      if (Math.abs(now[i] - known[i]) > settings.tolerance() * scale) {
        return true;
      }
    }
    return false;
  }

  /** One product, its orthogonalization, one more column of T. */
  private void step() {
    int m = basis.size();
    operator.apply(next, product);
    products++;
    searched++;
    if (!product.isFinite()) {
      throw new UndefinedException(
          "operator product: expected finite numbers, got NaN or infinity in product " + products);
    }
    basis.add(next);
    next = product.copy();
    double[] column = removeTwice(next);
    double asymmetry = 0;
    for (int i = 0; i < m; i++) {
      double entry = i < coupling.length ? coupling[i] : 0;
      if (defects[i] > 0) {
        // What was left out when this vector was accepted comes back here.
        entry = column[i];
      } else {
        // Symmetry fixes this entry; the difference is the rounding of the products.
        asymmetry += (column[i] - entry) * (column[i] - entry);
      }
      projected[i][m] = entry;
      projected[m][i] = entry;
    }
    projected[m][m] = column[m];
    defects[m] = 0;
    attainable = Math.max(attainable, Math.sqrt(asymmetry));
    beta = next.norm();
    if (beta > 0) {
      next.scale(1 / beta);
    }
    coupling = new double[m + 1];
    coupling[m] = beta;
  }

  /**
   * Removes the basis from a product, and returns what was removed: first the vectors it is coupled
   * to, after which the others hold no more of it than rounding, then all, which is as good as all
   * of them twice at half the cost.
   */
  private double[] removeTwice(ParameterVector vector) {
    double[] removed = new double[basis.size()];
    int[] coupled =
        IntStream.range(0, basis.size())
            .filter(
                i ->
                    i == basis.size() - 1
                        || (i < coupling.length && coupling[i] != 0)
                        || defects[i] > 0)
            .toArray();
    double[] first =
        Orthonormal.removeOnce(Arrays.stream(coupled).mapToObj(basis::get).toList(), vector);
    for (int i = 0; i < coupled.length; i++) {
      removed[coupled[i]] = first[i];
    }
    return sum(removed, Orthonormal.removeOnce(basis, vector));
  }

  private static double[] sum(double[] a, double[] b) {
    Arrays.setAll(a, i -> a[i] + b[i]);
    return a;
  }

  /** Removes the basis from the vector, twice. */
  private void orthogonalize(ParameterVector vector) {
    Orthonormal.removeOnce(basis, vector);
    Orthonormal.removeOnce(basis, vector);
  }

  /** Goes on from a random direction of the complement, decoupled from the basis. */
  private void startAfresh(Ritz ritz) {
    next.close();
    next = operator.space().gaussian(stream);
    next.scale(1 / next.norm());
    orthogonalize(next);
    next.scale(1 / next.norm());
    for (int i = 0; i < coupling.length; i++) {
      defects[i] = Math.hypot(defects[i], coupling[i]);
    }
    coupling = new double[basis.size()];
    beta = 0;
    searching = true;
    known = ritz.endValues(top, bottom);
  }

  /** Replaces the basis by some of its Ritz vectors; the next direction stays. */
  private void restart(Ritz ritz, int[] keep) {
    double[] newDefects = new double[keep.length];
    double[] newCoupling = new double[keep.length];
    List<ParameterVector> rotated = new ArrayList<>();
    for (int k = 0; k < keep.length; k++) {
      double[] y = ritz.vectors[keep[k]];
      rotated.add(combine(y));
      newDefects[k] = defect(y);
      newCoupling[k] = beta * y[y.length - 1];
    }
    basis.forEach(ParameterVector::close);
    basis.clear();
    for (int k = 0; k < keep.length; k++) {
      Arrays.fill(projected[k], 0);
      projected[k][k] = ritz.values[keep[k]];
      ParameterVector vector = rotated.get(k);
      // Rounding of the combination would otherwise grow from restart to restart.
      orthogonalize(vector);
      vector.scale(1 / vector.norm());
      basis.add(vector);
      defects[k] = newDefects[k];
    }
    orthogonalize(next);
    double norm = next.norm();
    if (norm > 0) {
      next.scale(1 / norm);
    }
    coupling = newCoupling;
  }

  private ParameterVector combine(double[] y) {
    ParameterVector sum = operator.space().zero();
    sum.space().combine(y, basis, sum);
    return sum;
  }

  private double defect(double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += defects[i] * Math.abs(y[i]);
    }
    return sum;
  }

  private Ritz solveProjected() {
    int m = basis.size();
    Ritz ritz =
        new Ritz(projected, m, y -> Math.hypot(Math.hypot(beta * y[m - 1], defect(y)), attainable));
    scale = Math.max(scale, ritz.magnitude());
    return ritz;
  }

  private boolean hasConverged(Ritz ritz) {
    int m = basis.size();
    if (m < top + bottom || products < least) {
      return false;
    }
    double allowed = settings.tolerance() * scale;
    for (int index : ritz.ends(top, bottom)) {
      if (ritz.residuals[index] > allowed) {
        return false;
      }
    }
    if (!searching) {
      return true;
    }
    // A random direction holds little of a copy that it must reveal, all the less the larger the
    // dimension: one step would find nothing but the bulk.
    return searched >= Math.min(SEARCH, dimension - m)
        && m > top + bottom
        && (top == 0 || isSettled(ritz, top, top - 1, allowed))
        && (bottom == 0 || isSettled(ritz, m - 1 - bottom, m - bottom, allowed));
  }

  /**
   * Whether the first value that is not wanted is known well enough to be sure that it is not: its
   * residual is small, absolutely or against its distance from the last wanted one.
   */
  private static boolean isSettled(Ritz ritz, int unwanted, int wanted, double allowed) {
    double gap = Math.abs(ritz.values[wanted] - ritz.values[unwanted]);
    return ritz.residuals[unwanted] <= Math.max(allowed, 0.1 * gap);
  }

  private int keptTop() {
    return top == 0 ? 0 : top + (projected.length - top - bottom) / (bottom == 0 ? 2 : 4);
  }

  private int keptBottom() {
    return bottom == 0 ? 0 : bottom + (projected.length - top - bottom) / (top == 0 ? 2 : 4);
  }

  private Eigenpairs collect(Ritz ritz, boolean done) {
    int m = basis.size();
    List<Eigenpair> largest = new ArrayList<>();
    List<Eigenpair> smallest = new ArrayList<>();
    for (int i = 0; i < Math.min(top, m); i++) {
      largest.add(pair(ritz, i));
    }
    for (int i = 0; i < Math.min(bottom, m); i++) {
      smallest.add(pair(ritz, m - 1 - i));
    }
    boolean converged =
        done
            && Arrays.stream(ritz.ends(Math.min(top, m), Math.min(bottom, m)))
                .allMatch(index -> ritz.residuals[index] <= settings.tolerance() * scale);
    return new Eigenpairs(largest, smallest, products, converged, attainable);
  }

  private Eigenpair pair(Ritz ritz, int index) {
    ParameterVector vector = combine(ritz.vectors[index]);
    vector.scale(1 / vector.norm());
    return new Eigenpair(ritz.values[index], Math.max(ritz.residuals[index], rounding()), vector);
  }

  /** What rounding alone does to a product of this operator: no residual is known better. */
  private double rounding() {
    return 4 * epsilon * scale;
  }

  @Override
  public void close() {
    basis.forEach(ParameterVector::close);
    next.close();
    product.close();
  }
}
