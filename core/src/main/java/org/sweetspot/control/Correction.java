package org.sweetspot.control;

/**
 * One correction that was tried.
 *
 * @param name short, in the field's terms, for instance "square-root learning rate"
 * @param reason why the plan proposed it, with the measured numbers
 * @param kept whether the gate kept it
 * @param effect paired difference in validation accuracy, in points, with against without it
 * @param seconds what trying it cost
 */
public record Correction(
    String name, String reason, boolean kept, Interval effect, double seconds) {
  /** What became of it, in words. */
  public String outcome() {
    if (kept) {
      return "kept";
    }
    if (effect.high() < 0) {
      return "hurts";
    }
    return effect.isAboveZero() ? "helps, but less than the one kept" : "no effect shown";
  }
}
