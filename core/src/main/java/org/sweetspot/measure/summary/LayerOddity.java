package org.sweetspot.measure.summary;

/**
 * Something unusual about one layer's weights.
 *
 * @param layer its name
 * @param kind what is unusual
 * @param value the number that shows it
 * @param usual what the other layers show
 */
public record LayerOddity(String layer, Kind kind, double value, double usual) {
  /** What is unusual. */
  public enum Kind {
    /** Every weight is zero. */
    ZERO,
    /** One direction holds nearly all of the matrix: stable rank below 1.5. */
    ONE_DIRECTION,
    /** The largest singular value is over ten times the median of all layers. */
    LARGE,
    /** The largest singular value is below a tenth of the median of all layers. */
    SMALL
  }
}
