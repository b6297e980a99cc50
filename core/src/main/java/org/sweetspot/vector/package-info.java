/**
 * The algebra every algorithm is written in: points and directions in parameter space, and what is
 * computed from products alone (eigenvalues, traces). Algorithms see {@link
 * org.sweetspot.vector.ParameterVector} and {@link org.sweetspot.vector.SymmetricOperator}; only
 * scalars leave the engine that holds the numbers. Read {@link
 * org.sweetspot.vector.ParameterVector} first.
 */
@NullMarked
package org.sweetspot.vector;

import org.jspecify.annotations.NullMarked;
