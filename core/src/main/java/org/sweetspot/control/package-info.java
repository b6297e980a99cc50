/**
 * Change the training and keep the bias. A wanted change becomes a plan, the plan is tried over
 * paired seeds, and what comes out is a {@link org.sweetspot.control.ControlResult}: a verdict with
 * its evidence. Read that first.
 */
@NullMarked
package org.sweetspot.control;

import org.jspecify.annotations.NullMarked;
