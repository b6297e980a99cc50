/**
 * Which weights did a training pass through? A trajectory is a list of states in order, read part
 * by part so that neither their number nor their size fills the memory. It comes from a run's
 * snapshots, a folder of checkpoints or an array of k x p numbers. Read {@link
 * org.sweetspot.trajectory.Trajectory} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.trajectory;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
