/**
 * Data sets as plain memory that every engine can read without a copy. A {@link
 * org.sweetspot.recipe.DataRecipe} enters {@link org.sweetspot.data.DataLoader}; a {@link
 * org.sweetspot.data.DataSet}, which holds one {@link org.sweetspot.data.Examples} a split, leaves,
 * or a {@link org.sweetspot.data.DataException}. Read {@link org.sweetspot.data.DataSet} first.
 *
 * <p>Examples are input arrays ({@link org.sweetspot.data.InputArray}: real numbers, whole numbers
 * such as tokens, or truth values such as masks) and {@link org.sweetspot.data.Targets}: the class
 * of each example or token ({@link org.sweetspot.data.ClassLabels}), or numbers ({@link
 * org.sweetspot.data.RealTargets}), whose meaning the loss decides.
 *
 * <p>A new format is a class with a static {@code open} that answers a {@code Source}: what the
 * inputs ({@code SourceInput}) and the target ({@code SourceTarget}) are, and a {@code Part} that
 * hands out one example after another. {@code DataLoader} draws the splits, scales, checks and
 * hashes.
 */
@NullMarked
@PublicApi
package org.sweetspot.data;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
