/**
 * Layers with their first and second derivatives written out: a Hessian product is one pass of
 * tangents forward and one backward through the layers (the R-operator of Pearlmutter 1994), with
 * nothing of libtorch's automatic differentiation but in layers that have no rule of their own.
 *
 * <p>A layer goes through three stages, each made by the one before: {@link
 * org.sweetspot.torch.tangent.Forward}, its output; {@link org.sweetspot.torch.tangent.Backward},
 * the loss's derivative; {@link org.sweetspot.torch.tangent.Tangent}, how both move along a
 * direction of weights. The first two happen once for each linearization, the third for each
 * product. Read {@link org.sweetspot.torch.tangent.Forward} first, with {@link
 * org.sweetspot.torch.tangent.BilinearRule} as the example.
 */
@NullMarked
package org.sweetspot.torch.tangent;

import org.jspecify.annotations.NullMarked;
