/**
 * What does a weight of a few bits stand for? Files keep such weights packed into bytes or words,
 * with scales beside them, each tool in its own way. Read {@link
 * org.sweetspot.weights.packed.Packing} first: it recognizes one way by names, types and shapes,
 * and gives the numbers that the network computes with.
 */
@NullMarked
package org.sweetspot.weights.packed;

import org.jspecify.annotations.NullMarked;
