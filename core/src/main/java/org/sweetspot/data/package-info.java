/**
 * Data sets as plain memory that every engine can read without a copy. A {@link
 * org.sweetspot.recipe.DataRecipe} enters {@link org.sweetspot.data.DataLoader}; a {@link
 * org.sweetspot.data.DataSet}, which holds one {@link org.sweetspot.data.Examples} a split, leaves,
 * or a {@link org.sweetspot.data.DataException}. Read {@link org.sweetspot.data.DataSet} first.
 */
@NullMarked
package org.sweetspot.data;

import org.jspecify.annotations.NullMarked;
