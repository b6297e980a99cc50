/**
 * What is changed: the difference between two recipes, what it is about, and which recipes lie
 * between the two. Read {@link org.sweetspot.control.change.Change} first. In goes a baseline and
 * what is to be different; out come aspects, matched recipes and what each recipe costs.
 */
@NullMarked
@PublicApi
package org.sweetspot.control.change;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
