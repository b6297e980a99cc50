package org.sweetspot.bridge.wire;

import java.time.Duration;

/**
 * How long the other side may be silent.
 *
 * @param silence between two signs of life while something is asked; it sends one a second
 * @param start until it has connected and said what it is
 */
public record Limits(Duration silence, Duration start) {
  /** Four seconds, and two minutes for libraries to load. */
  public static final Limits USUAL = new Limits(Duration.ofSeconds(4), Duration.ofMinutes(2));

  /** Checks that there is time at all. */
  public Limits {
    if (silence.isNegative() || silence.isZero() || start.isNegative() || start.isZero()) {
      throw new IllegalArgumentException(
          "limits: expected times above zero, got " + silence + " and " + start);
    }
  }
}
