/**
 * What can be learned about the spectrum of a symmetric operator from its products with vectors
 * alone. A {@link org.sweetspot.vector.SymmetricOperator} and a random stream enter; extreme
 * eigenpairs with residuals ({@link org.sweetspot.vector.spectrum.Lanczos}), the largest one
 * followed while the operator moves ({@link org.sweetspot.vector.spectrum.TopEigenvalueTracker}), a
 * trace with its standard error ({@link org.sweetspot.vector.spectrum.TraceEstimator}) or the
 * density of all eigenvalues ({@link org.sweetspot.vector.spectrum.LanczosQuadrature}) leave.
 * Running out of the budget of products is a result, not an exception. Read {@link
 * org.sweetspot.vector.spectrum.Lanczos} first.
 */
@NullMarked
package org.sweetspot.vector.spectrum;

import org.jspecify.annotations.NullMarked;
