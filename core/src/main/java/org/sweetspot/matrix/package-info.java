/**
 * Dense matrices and their decompositions. {@link org.sweetspot.matrix.MatrixAlgebra} is what
 * measures ask; plain Java answers everywhere, an engine answers faster. Read {@link
 * org.sweetspot.matrix.Matrix} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.matrix;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
