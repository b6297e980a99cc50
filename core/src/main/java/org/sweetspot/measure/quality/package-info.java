/**
 * How well does the network predict? Outputs and losses of whole splits enter; loss, accuracy and
 * the gap between training and test leave. Read {@link org.sweetspot.measure.quality.Loss} first;
 * {@link org.sweetspot.measure.quality.OutputScores} holds what all measures of outputs share.
 */
@NullMarked
package org.sweetspot.measure.quality;

import org.jspecify.annotations.NullMarked;
