package org.sweetspot.control;

import org.sweetspot.statistics.Interval;

/**
 * One part of what a joint change costs.
 *
 * @param name the value that was changed alone, such as "batch=64", or {@link #TOGETHER}
 * @param points test accuracy lost to it, in points
 */
public record GapPart(String name, Interval points) {
  /** What the changes cost together beyond the sum of what each costs alone. */
  public static final String TOGETHER = "together";
}
