/**
 * The algebra every algorithm is written in: points and directions in parameter space, and
 * operators on them. Algorithms see {@link org.sweetspot.vector.ParameterVector} and {@link
 * org.sweetspot.vector.SymmetricOperator}; only scalars leave the engine that holds the numbers.
 * {@code spectrum} has what is computed from products alone (eigenvalues, traces, densities). Read
 * {@link org.sweetspot.vector.ParameterVector} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.vector;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
