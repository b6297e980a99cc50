/**
 * What is read along the baseline before anything is tried: gradient noise, mean gradient and
 * curvature, and what follows from them. Read {@link org.sweetspot.control.probe.Readings} first.
 */
@NullMarked
package org.sweetspot.control.probe;

import org.jspecify.annotations.NullMarked;
