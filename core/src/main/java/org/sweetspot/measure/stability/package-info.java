/**
 * Does the optimizer sit stably in its minimum? Curvature and the recipe enter; a ratio that is one
 * at the edge leaves. Read {@link org.sweetspot.measure.stability.StabilityMargin} first.
 */
@NullMarked
package org.sweetspot.measure.stability;

import org.jspecify.annotations.NullMarked;
