package org.sweetspot.control;

import org.jspecify.annotations.Nullable;
import org.sweetspot.statistics.Interval;

/**
 * What the plan wins back.
 *
 * @param points controlled minus changed, in points of test accuracy, paired by seed
 * @param share of the gap, 1 for all of it; unbounded where the gap itself is not significant
 * @param equalCost what the plan's cost gives if it is spent on the baseline; null where the plan
 *     costs what the baseline does
 */
public record Recovery(Interval points, Interval share, @Nullable EqualCost equalCost) {}
