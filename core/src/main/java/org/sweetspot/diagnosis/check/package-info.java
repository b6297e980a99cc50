/**
 * Checks of a recorded training, one class each: a record enters, a finding leaves or none. Read
 * {@link org.sweetspot.diagnosis.check.Check} first.
 */
@NullMarked
package org.sweetspot.diagnosis.check;

import org.jspecify.annotations.NullMarked;
