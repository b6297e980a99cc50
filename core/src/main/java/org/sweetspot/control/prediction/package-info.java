/**
 * What a change will cost, said before it is tried, with an interval that is kept honest by a
 * ledger of earlier predictions and their outcomes. Read {@link
 * org.sweetspot.control.prediction.Calibration} first. In go the baseline's own curve and the first
 * run of the change; out come 90% intervals for the mean of the other runs, and their score.
 */
@NullMarked
@PublicApi
package org.sweetspot.control.prediction;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
