package org.sweetspot.vector.spectrum;

/**
 * An estimated trace.
 *
 * @param value the estimate
 * @param standardError of the value, from the spread of the estimator's own samples; zero where the
 *     operator's range was seen whole, so that the value is exact to rounding
 * @param products of the operator that were spent
 * @param reached whether the standard error is within what was asked for
 */
public record TraceEstimate(double value, double standardError, int products, boolean reached) {}
