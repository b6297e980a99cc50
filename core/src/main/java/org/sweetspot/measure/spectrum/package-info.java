/**
 * What do the singular values of each layer's weights look like: heavy tails, few directions,
 * spikes out of a random bulk? Weights alone enter, tensor by tensor, so files of weights do. Each
 * answer stands beside that of random weights. Read {@link
 * org.sweetspot.measure.spectrum.LayerSpectra} first.
 */
@NullMarked
package org.sweetspot.measure.spectrum;

import org.jspecify.annotations.NullMarked;
