/**
 * Anything that can be trained, and what it can be asked. {@link org.sweetspot.problem.Problem}
 * answers loss and gradient; each further ability is a small interface of its own ({@link
 * org.sweetspot.problem.SecondOrder}, {@link org.sweetspot.problem.GaussNewton}, {@link
 * org.sweetspot.problem.PerExample}, {@link org.sweetspot.problem.Outputs}, {@link
 * org.sweetspot.problem.Features}, {@link org.sweetspot.problem.TangentKernel}, {@link
 * org.sweetspot.problem.Inputs}), which a problem either implements or not. All losses are means
 * over the examples of the batch.
 */
@NullMarked
package org.sweetspot.problem;

import org.jspecify.annotations.NullMarked;
