/**
 * Does the network still learn like the linear model it started as? The empirical tangent kernel
 * enters; its spectrum, its alignment with the labels and its movement since the start leave. Read
 * {@link org.sweetspot.measure.kernel.KernelOrRich} first.
 */
@NullMarked
package org.sweetspot.measure.kernel;

import org.jspecify.annotations.NullMarked;
