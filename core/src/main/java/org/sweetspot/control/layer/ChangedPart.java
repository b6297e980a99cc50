package org.sweetspot.control.layer;

import org.sweetspot.recipe.TrainingRecipe;

/**
 * A part of a change: one layer, one operand of the products, or all of it.
 *
 * @param name of the layer or the operand
 * @param training a training in which this part alone is changed; only its number formats and its
 *     sparsity count
 */
public record ChangedPart(String name, TrainingRecipe training) {}
