package org.sweetspot.control.prediction;

/**
 * A prediction on the scale of its quantity.
 *
 * @param value expected difference, changed minus baseline
 * @param low lower end of the interval
 * @param high upper end
 * @param kind how far the interval can be trusted
 * @param entries of the aspect that it was calibrated on
 */
public record Band(double value, double low, double high, Kind kind, int entries) {
  /** How far an interval can be trusted. */
  public enum Kind {
    /** Calibrated on at least {@value Calibration#FEW} entries of the aspect. */
    CALIBRATED,
    /** Fewer entries than that: other aspects carry the interval, which may not fit this one. */
    FEW_ENTRIES,
    /** No entry of the aspect: no claim of 90% is made. */
    NO_CLAIM
  }

  /** Whether the outcome lies inside. */
  public boolean holds(double outcome) {
    return outcome >= low && outcome <= high;
  }

  /**
   * Winkler's interval score: the width, and 2 / (1 - level) times the distance by which the
   * outcome lies outside. Smaller is better; it rewards narrow intervals that hold.
   */
  public double score(double outcome, double level) {
    double miss = Math.max(0, low - outcome) + Math.max(0, outcome - high);
    return high - low + 2 / (1 - level) * miss;
  }
}
