/**
 * Can the probabilities be believed? Outputs on held-out data enter; likelihood, calibration error
 * and Brier score leave. Read {@link org.sweetspot.measure.calibration.CalibrationError} first.
 */
@NullMarked
package org.sweetspot.measure.calibration;

import org.jspecify.annotations.NullMarked;
