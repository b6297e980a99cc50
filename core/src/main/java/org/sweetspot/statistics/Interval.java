package org.sweetspot.statistics;

import org.sweetspot.api.PublicApi;

/**
 * An estimate with its confidence interval.
 *
 * @param value the estimate
 * @param low lower end
 * @param high upper end
 */
@PublicApi
public record Interval(double value, double low, double high) {
  /** Whether the whole interval is above zero. */
  public boolean isAboveZero() {
    return low > 0;
  }

  /** Whether the interval holds zero. */
  public boolean holdsZero() {
    return low <= 0 && high >= 0;
  }
}
