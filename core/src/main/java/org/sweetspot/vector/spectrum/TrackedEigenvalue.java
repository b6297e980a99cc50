package org.sweetspot.vector.spectrum;

/**
 * The largest eigenvalue at one moment.
 *
 * @param value the Ritz value
 * @param residual some eigenvalue lies within this distance
 * @param products of the operator that were spent
 * @param converged whether the residual is within the tolerance
 */
public record TrackedEigenvalue(double value, double residual, int products, boolean converged) {}
