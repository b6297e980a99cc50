/**
 * Change the training and keep the bias. A wanted change becomes a plan, the plan is tried over
 * paired seeds, and the result is a verdict with its evidence. Read {@link
 * org.sweetspot.control.ControlResult} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.control;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
