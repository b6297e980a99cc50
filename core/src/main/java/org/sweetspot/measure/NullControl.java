package org.sweetspot.measure;

import java.util.Objects;

/**
 * What a null control gave for one number: the same measurement where the effect is absent.
 *
 * @param part which of the value's numbers it stands beside; empty where the value is one number
 * @param name what was measured in its place, for instance "shuffled weights"
 * @param value what it gave
 * @param error of it, or of the difference where {@code name} says so; 0 where it is exact
 * @param tells whether the value differs from it by more than the errors
 */
public record NullControl(String part, String name, double value, double error, boolean tells) {
  /** Checks that there are words. */
  public NullControl {
    Objects.requireNonNull(part);
    if (name.isBlank()) {
      throw new IllegalArgumentException("null control: expected a name, got none");
    }
  }
}
