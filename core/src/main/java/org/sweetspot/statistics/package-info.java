/**
 * What samples say: numbers enter; standard errors, intervals, p-values and tail indices leave;
 * {@code powerlaw} fits power laws to tails. Read {@link org.sweetspot.statistics.MeanDifference}
 * first.
 */
@NullMarked
package org.sweetspot.statistics;

import org.jspecify.annotations.NullMarked;
