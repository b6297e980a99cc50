/**
 * How noisy are the gradients? Gradients of examples and of batches enter; noise scales and
 * temperatures with standard errors leave. Read {@link org.sweetspot.measure.noise.NoiseScale}
 * first.
 */
@NullMarked
package org.sweetspot.measure.noise;

import org.jspecify.annotations.NullMarked;
