/**
 * Can the probabilities be believed? Outputs on held-out data enter; likelihood, Brier score and
 * its parts, calibration errors over all rows and class by class, over-confidence, the reliability
 * diagram and the temperature that fits best leave. Read {@link
 * org.sweetspot.measure.calibration.CalibrationError} first.
 */
@NullMarked
package org.sweetspot.measure.calibration;

import org.jspecify.annotations.NullMarked;
