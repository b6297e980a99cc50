package org.sweetspot.control.layer;

/**
 * A number with its standard error.
 *
 * @param value the estimate
 * @param error its standard error
 */
public record Estimate(double value, double error) {}
