/**
 * Problems in plain Java whose every answer is an exact formula: what the engines and the
 * algorithms are tested by, and what runs where no engine does. Read {@link
 * org.sweetspot.reference.SoftmaxRegression} first.
 */
@NullMarked
package org.sweetspot.reference;

import org.jspecify.annotations.NullMarked;
