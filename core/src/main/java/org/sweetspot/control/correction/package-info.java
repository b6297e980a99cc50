/**
 * What can be altered together with a change so that it costs less: one class for each correction,
 * with a card that says what it does, when, at what cost and on which evidence. Read {@link
 * org.sweetspot.control.correction.Correction} first. In goes a {@link
 * org.sweetspot.control.correction.Situation}, out come recipes to try. A new correction is one
 * file and one line in {@link org.sweetspot.control.correction.CorrectionCatalogue}.
 */
@NullMarked
@PublicApi
package org.sweetspot.control.correction;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
