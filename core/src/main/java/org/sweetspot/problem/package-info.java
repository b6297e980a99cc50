/**
 * Anything that can be trained, and what it can be asked. {@link org.sweetspot.problem.Problem}
 * answers loss and gradient, and is what to read first; each further ability is a small interface
 * of its own, which a problem either implements or not: {@link org.sweetspot.problem.SecondOrder},
 * {@link org.sweetspot.problem.GaussNewton}, {@link org.sweetspot.problem.PerExample}, {@link
 * org.sweetspot.problem.Outputs}, {@link org.sweetspot.problem.OutputGradients}, {@link
 * org.sweetspot.problem.OutputForm}, {@link org.sweetspot.problem.Features}, {@link
 * org.sweetspot.problem.TangentKernel}, {@link org.sweetspot.problem.Inputs}, {@link
 * org.sweetspot.problem.ConvolutionInputs}. All losses are means over the examples of the batch.
 */
@NullMarked
@PublicApi
package org.sweetspot.problem;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
