/**
 * How a recipe becomes weights: the loop, the optimizers, the schedules, and the observers that may
 * read anything and change nothing. Nothing here knows an engine; all arithmetic is that of {@link
 * org.sweetspot.vector.ParameterVector}. Read {@code Training} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.training;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
