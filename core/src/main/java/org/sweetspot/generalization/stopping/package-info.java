/**
 * When should a training have stopped, judged by its dynamics alone? The states of one run go in,
 * the first one whose gradient is no more than chance comes out, or that there is none. Read {@link
 * org.sweetspot.generalization.stopping.GradientEvidence} first.
 */
@NullMarked
package org.sweetspot.generalization.stopping;

import org.jspecify.annotations.NullMarked;
