/**
 * Does the optimizer sit stably in its minimum? Curvature, of all examples or of single ones and of
 * batches, and the recipe enter; ratios that are one at the edge, thresholds of the learning rate
 * and the largest stable delay leave. Read {@link org.sweetspot.measure.stability.StabilityMargin}
 * first.
 */
@NullMarked
package org.sweetspot.measure.stability;

import org.jspecify.annotations.NullMarked;
