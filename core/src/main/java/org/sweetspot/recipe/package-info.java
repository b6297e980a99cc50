/**
 * Everything that determines a training run, as plain data. {@link org.sweetspot.recipe.Recipe} is
 * the whole; its parts are records whose components are the keys of the YAML file, in kebab-case,
 * and whose constructors refuse what can't be. Same recipe, same seed, same platform: same bits.
 */
@NullMarked
package org.sweetspot.recipe;

import org.jspecify.annotations.NullMarked;
