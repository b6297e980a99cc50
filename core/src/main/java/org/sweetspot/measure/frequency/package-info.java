/**
 * Does the network prefer simple functions? Inputs, and outputs at changed inputs, enter; responses
 * by frequency leave. Read {@link org.sweetspot.measure.frequency.FrequencyResponse} first.
 */
@NullMarked
package org.sweetspot.measure.frequency;

import org.jspecify.annotations.NullMarked;
