/**
 * How steep is the valley the weights lie in? Hessian and Gauss-Newton products enter; eigenvalues
 * with residuals and traces with standard errors leave. Read {@link
 * org.sweetspot.measure.curvature.HessianEigenvalues} first.
 */
@NullMarked
package org.sweetspot.measure.curvature;

import org.jspecify.annotations.NullMarked;
