/**
 * Which shape has the cloud of states that the training visited? {@link
 * org.sweetspot.measure.topology.StateClouds} computes the distances once, in weights and, where
 * the model is at hand, in losses and labels; the measures ask {@code org.sweetspot.topology}.
 * Every answer carries the norm beside it and what a random walk with the same steps would show.
 * Read {@link org.sweetspot.measure.topology.StateClouds} first.
 */
@NullMarked
package org.sweetspot.measure.topology;

import org.jspecify.annotations.NullMarked;
