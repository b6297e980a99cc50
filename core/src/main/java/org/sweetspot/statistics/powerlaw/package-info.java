/**
 * Does a sample's tail fall off like a power, and how steeply? Positive numbers enter; exponents,
 * cut-offs, p-values and comparisons with other distributions leave. Read {@link
 * org.sweetspot.statistics.powerlaw.PowerLawFit} first.
 */
@NullMarked
package org.sweetspot.statistics.powerlaw;

import org.jspecify.annotations.NullMarked;
