/**
 * How clearly are the examples classified? Outputs enter; the distribution of margins leaves. Read
 * {@link org.sweetspot.measure.margin.Margins} first.
 */
@NullMarked
package org.sweetspot.measure.margin;

import org.jspecify.annotations.NullMarked;
