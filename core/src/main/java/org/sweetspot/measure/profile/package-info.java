/**
 * All measures, run together and compared. A {@link org.sweetspot.measure.MeasureContext} enters; a
 * {@link org.sweetspot.measure.profile.Profile} leaves; profiles of several runs enter a {@link
 * org.sweetspot.measure.profile.Comparison}. Read {@link
 * org.sweetspot.measure.profile.MeasureCatalogue} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.measure.profile;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
