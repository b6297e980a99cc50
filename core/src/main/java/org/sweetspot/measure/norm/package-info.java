/**
 * How large are the weights, and how far did they travel? Weights alone enter. Read {@link
 * org.sweetspot.measure.norm.WeightNorms} first.
 */
@NullMarked
package org.sweetspot.measure.norm;

import org.jspecify.annotations.NullMarked;
