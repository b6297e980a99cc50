/**
 * How steep is the valley the weights lie in, all directions and layer by layer? Products with the
 * Hessian and the Gauss-Newton matrix and the gradients of single examples (the empirical Fisher
 * matrix) enter; extreme eigenvalues with residuals, traces of the matrix and of its powers, the
 * density of all eigenvalues, and the same for the blocks of layers and of chosen groups leave:
 * estimates with standard errors, exact where the model is small or its form allows it. Read {@link
 * org.sweetspot.measure.curvature.HessianEigenvalues} first.
 */
@NullMarked
package org.sweetspot.measure.curvature;

import org.jspecify.annotations.NullMarked;
