/**
 * One seed, named streams. Every random draw in the program comes from a {@link
 * org.sweetspot.random.RandomStream} whose name says what it is for, so that two draws can never
 * depend on each other's order. Read {@link org.sweetspot.random.Seed} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.random;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
