package org.sweetspot.measure.profile;

/**
 * One number in two groups of runs.
 *
 * @param id of the measure
 * @param part name or number within its value, empty for a single number
 * @param first mean over the first group; NaN if absent
 * @param second mean over the second group; NaN if absent
 * @param difference second minus first
 * @param low lower end of its interval, minus infinity where none can be given
 * @param high upper end of its interval, infinity where none can be given
 * @param effect the difference in standard deviations from seed to seed; NaN where unknown
 * @param pValue of no difference, adjusted for the number of questions asked; NaN where unknown
 * @param verdict what follows
 * @param reason the verdict in words
 */
public record Difference(
    String id,
    String part,
    double first,
    double second,
    double difference,
    double low,
    double high,
    double effect,
    double pValue,
    Verdict verdict,
    String reason) {
  /** What can be said about a difference. */
  public enum Verdict {
    /** Larger than the spread from seed to seed explains, even after so many questions. */
    DIFFERS,
    /** The spread from seed to seed explains it. */
    WITHIN_SPREAD,
    /** The runs at hand allow no judgement. */
    CANNOT_TELL
  }

  /** Measure and part in one word. */
  public String name() {
    return part.isEmpty() ? id : id + "/" + part;
  }
}
