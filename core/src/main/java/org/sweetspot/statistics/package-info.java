/**
 * What samples say: numbers enter; standard errors, intervals and p-values leave. Read {@link
 * org.sweetspot.statistics.MeanDifference} first.
 */
@NullMarked
package org.sweetspot.statistics;

import org.jspecify.annotations.NullMarked;
