/**
 * Is the gradient noise heavy-tailed? The noise of single examples enters; tail indices beside
 * those of Gaussian noise with the same variances leave. Read {@link
 * org.sweetspot.measure.tails.TailIndex} first.
 */
@NullMarked
package org.sweetspot.measure.tails;

import org.jspecify.annotations.NullMarked;
