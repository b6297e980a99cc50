/**
 * How noisy are the gradients, against what is common to them and against the curvature? Gradients
 * of examples and of batches enter; noise scales and temperatures, the diversity of gradients,
 * signal-to-noise ratios and the noise's alignment with the Hessian leave, with standard errors.
 * Read {@link org.sweetspot.measure.noise.NoiseScale} first; {@code GradientPass} is the one visit
 * of all gradients that the others share.
 */
@NullMarked
package org.sweetspot.measure.noise;

import org.jspecify.annotations.NullMarked;
