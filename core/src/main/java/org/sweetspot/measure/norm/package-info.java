/**
 * How large are the weights as maps, and how far did they travel? Weights alone enter, so that most
 * questions can be asked of a file too; Euclidean and spectral norms, norms of convolutions as
 * linear maps, path norms and distances from the start leave. Read {@link
 * org.sweetspot.measure.norm.WeightNorms} first.
 */
@NullMarked
package org.sweetspot.measure.norm;

import org.jspecify.annotations.NullMarked;
