/**
 * Does the network do more than a linear model would, and which examples does it learn last?
 * Inputs, labels and outputs enter; errors by difficulty and what a linear classifier explains of
 * the network leave. Read {@link org.sweetspot.measure.simplicity.Simplicity} first.
 */
@NullMarked
package org.sweetspot.measure.simplicity;

import org.jspecify.annotations.NullMarked;
