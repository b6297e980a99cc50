/**
 * Networks built from libtorch operations: a {@link org.sweetspot.recipe.ModelRecipe} and the shape
 * of the data enter, a {@link org.sweetspot.torch.model.Network} leaves, which computes outputs
 * from inputs and flat vectors of parameters and buffers. Read {@link
 * org.sweetspot.torch.model.Network} first, then {@link org.sweetspot.torch.model.Zoo}; each other
 * file is one layer or one architecture.
 */
@NullMarked
package org.sweetspot.torch.model;

import org.jspecify.annotations.NullMarked;
