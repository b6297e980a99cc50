package org.sweetspot.control;

import org.sweetspot.statistics.Interval;

/**
 * What the plan's cost is worth if it is spent on the baseline.
 *
 * @param gain equal-cost arm minus baseline, in points of test accuracy, paired by seed
 * @param advantage controlled minus equal-cost arm, likewise: what the change costs or gives where
 *     both trainings take as many examples
 */
public record EqualCost(Interval gain, Interval advantage) {}
