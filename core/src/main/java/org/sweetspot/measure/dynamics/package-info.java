/**
 * Which way did the training take through weight space? Distances, turns and principal directions
 * of a trajectory, and loss and gradient along it. Read {@link
 * org.sweetspot.measure.dynamics.TrajectoryLength} first.
 */
@NullMarked
package org.sweetspot.measure.dynamics;

import org.jspecify.annotations.NullMarked;
