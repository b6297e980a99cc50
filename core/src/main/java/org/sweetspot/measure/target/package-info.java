/**
 * What can be measured, and the one way to open it. A {@link org.sweetspot.measure.target.Target}
 * and {@link org.sweetspot.measure.target.TargetSettings} enter; an {@link
 * org.sweetspot.measure.target.OpenTarget} leaves, with what measures ask and where the numbers
 * come from. Read {@link org.sweetspot.measure.target.Target} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.measure.target;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
