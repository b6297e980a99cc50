/**
 * What does the loss do some way off the weights? Losses at displaced weights enter; sharpness over
 * a stated distance and slices to be drawn leave. The weights are put back bit by bit. Read {@link
 * org.sweetspot.measure.landscape.SamSharpness} first.
 */
@NullMarked
package org.sweetspot.measure.landscape;

import org.jspecify.annotations.NullMarked;
