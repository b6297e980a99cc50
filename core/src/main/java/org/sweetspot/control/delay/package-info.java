/**
 * How stale gradients may be: a delay, a momentum and a curvature enter; the largest stable
 * learning rate leaves. Read {@link org.sweetspot.control.delay.DelayStability} first.
 */
@NullMarked
package org.sweetspot.control.delay;

import org.jspecify.annotations.NullMarked;
