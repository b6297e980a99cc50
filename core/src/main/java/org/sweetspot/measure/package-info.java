/**
 * One question about a run or a model, answered with value, error, cost, status and source. {@link
 * org.sweetspot.measure.Measurement} is the answer; read it first.
 */
@NullMarked
package org.sweetspot.measure;

import org.jspecify.annotations.NullMarked;
