/**
 * How does the network arrange what it has learned? The features before the last layer enter;
 * neural collapse leaves. Read {@link org.sweetspot.measure.representation.NeuralCollapse} first.
 */
@NullMarked
package org.sweetspot.measure.representation;

import org.jspecify.annotations.NullMarked;
