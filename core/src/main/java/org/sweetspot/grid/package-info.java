/**
 * Who carries out which run of a grid? Many processes, on one machine or on many, share a {@link
 * org.sweetspot.grid.GridStore}: a worker takes a run for as long as it says that it lives, and
 * leaves its result. A {@link org.sweetspot.grid.Cluster} starts the workers elsewhere. What a run
 * is, and what its result means, is not known here. Read {@link org.sweetspot.grid.GridStore}
 * first.
 */
@NullMarked
package org.sweetspot.grid;

import org.jspecify.annotations.NullMarked;
