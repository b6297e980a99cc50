/**
 * What do the answers of a profile say together, and is there anything to do?
 *
 * <p>A {@link org.sweetspot.measure.profile.Profile} enters, a {@link
 * org.sweetspot.measure.summary.Summary} of typed findings leaves; words are made of them in
 * reports. Answers that speak of the same thing (over-confidence and temperature, two estimates of
 * the noise scale, stability and whether there is a minimum) are decided here once, so that no
 * sentence contradicts another. Read {@code Summary} first.
 */
@NullMarked
package org.sweetspot.measure.summary;

import org.jspecify.annotations.NullMarked;
