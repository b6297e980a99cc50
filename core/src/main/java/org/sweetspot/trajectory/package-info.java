/**
 * The way of a training through weight space: states in order, read part by part so that neither
 * their number nor their size fills the memory. It comes from a run's snapshots, a folder of
 * checkpoints or an array of k x p numbers; what measures it asks {@link
 * org.sweetspot.trajectory.Trajectory}, which is the type to read first.
 */
@NullMarked
package org.sweetspot.trajectory;

import org.jspecify.annotations.NullMarked;
