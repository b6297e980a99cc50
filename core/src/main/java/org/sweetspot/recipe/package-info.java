/**
 * Everything that determines a training run, as plain data. {@link org.sweetspot.recipe.Recipe} is
 * the whole; its parts are records whose components are the keys of the YAML file, in kebab-case,
 * and whose constructors refuse what can't be. Same recipe, same seed, same platform: same bits.
 *
 * <p>YAML enters through {@link org.sweetspot.recipe.RecipeReader} and leaves through {@link
 * org.sweetspot.recipe.RecipeWriter}; read {@link org.sweetspot.recipe.Recipe} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.recipe;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
