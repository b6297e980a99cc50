package org.sweetspot.vector.spectrum;

import java.util.List;

/**
 * What {@link Lanczos} found. Owns the eigenvectors.
 *
 * @param top from the largest eigenvalue downwards
 * @param bottom from the smallest eigenvalue upwards
 * @param products of the operator that were spent
 * @param converged whether every residual is within the tolerance
 * @param attainable the residual below which rounding of the operator's products hides everything,
 *     as seen in the products themselves; part of every reported residual
 */
public record Eigenpairs(
    List<Eigenpair> top, List<Eigenpair> bottom, int products, boolean converged, double attainable)
    implements AutoCloseable {
  /** Copies the lists. */
  public Eigenpairs {
    top = List.copyOf(top);
    bottom = List.copyOf(bottom);
  }

  /** The largest eigenvalues, descending. */
  public double[] topValues() {
    return top.stream().mapToDouble(Eigenpair::value).toArray();
  }

  /** The smallest eigenvalues, ascending. */
  public double[] bottomValues() {
    return bottom.stream().mapToDouble(Eigenpair::value).toArray();
  }

  /** Frees the eigenvectors. */
  @Override
  public void close() {
    top.forEach(pair -> pair.vector().close());
    bottom.forEach(pair -> pair.vector().close());
  }
}
