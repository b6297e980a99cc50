/**
 * Which numbers a format holds, and what rounding to it does: values enter; the same values as a
 * narrow format would hold them leave, with certificates that say whether they are right on
 * average. {@link org.sweetspot.precision.NumberFormat} is one number alone, {@link
 * org.sweetspot.precision.BlockFormat} a block of them with a shared scale; a {@link
 * org.sweetspot.precision.Quantizer} applies either to a tensor. Everything is computed in float32:
 * the formats are simulated, bit by bit, not fast. Read {@link org.sweetspot.precision.Quantizer}
 * first.
 */
@NullMarked
package org.sweetspot.precision;

import org.jspecify.annotations.NullMarked;
