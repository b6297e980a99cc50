package org.sweetspot.vector.spectrum;

import org.sweetspot.vector.ParameterVector;

/**
 * An approximate eigenpair.
 *
 * @param value the Ritz value
 * @param residual Euclidean norm of A v - value v: some eigenvalue lies within this distance
 * @param vector of unit norm; owned by the {@link Eigenpairs} it came in
 */
public record Eigenpair(double value, double residual, ParameterVector vector) {}
