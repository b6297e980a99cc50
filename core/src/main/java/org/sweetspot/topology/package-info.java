/**
 * Which shape has a cloud of points, in particular the states of a training? Distances are computed
 * once, in blocks and in double precision; everything else is asked of {@link
 * org.sweetspot.topology.Distances}: lifetimes of connected components, sums of their powers,
 * dimensions with their spread, magnitude. Read {@link org.sweetspot.topology.Distances} first,
 * then {@link org.sweetspot.topology.Lifetimes}.
 */
@NullMarked
package org.sweetspot.topology;

import org.jspecify.annotations.NullMarked;
