/**
 * What a recipe fixes: quantities that follow from a recipe and from what was read along the
 * baseline, and that a change moves. One class for each; read {@link
 * org.sweetspot.control.invariant.Invariant} first. A new one is one file and one line in {@link
 * org.sweetspot.control.invariant.InvariantCatalogue}.
 */
@NullMarked
package org.sweetspot.control.invariant;

import org.jspecify.annotations.NullMarked;
