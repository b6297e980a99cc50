/**
 * Data sets as plain memory that every engine can read without a copy: {@link
 * org.sweetspot.data.DataSet} holds one {@link org.sweetspot.data.Examples} a split.
 *
 * <p>A {@link org.sweetspot.recipe.DataRecipe} enters {@link org.sweetspot.data.DataLoader}, a data
 * set leaves, or a {@link org.sweetspot.data.DataException}.
 */
@NullMarked
package org.sweetspot.data;

import org.jspecify.annotations.NullMarked;
