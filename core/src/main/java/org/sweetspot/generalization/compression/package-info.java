/**
 * How few bits describe a network that still works? In goes a problem, out comes a network trained
 * in a small random subspace, its numbers rounded to a grid, with the exact length of the message
 * from which a decoder makes it. Read {@link
 * org.sweetspot.generalization.compression.SubspaceCompression} first.
 */
@NullMarked
package org.sweetspot.generalization.compression;

import org.jspecify.annotations.NullMarked;
