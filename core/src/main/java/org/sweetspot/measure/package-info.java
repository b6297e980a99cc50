/**
 * One question about a run or a model, answered with value, error, cost, status and source. A
 * problem at its current weights and what is known of its training enter as a {@link
 * org.sweetspot.measure.MeasureContext}; a {@link org.sweetspot.measure.Measure} asks its question;
 * a {@link org.sweetspot.measure.Measurement} leaves. The sub-packages part by question; {@code
 * profile} lists all measures, runs them with shared work and compares their answers, {@code
 * summary} decides what they say together. What the same measurement gives where there is nothing
 * to find stands beside each answer as {@link org.sweetspot.measure.NullControl}s, in numbers;
 * sentences are made from those. Read {@link org.sweetspot.measure.Measurement} first, then {@link
 * org.sweetspot.measure.Measure}.
 */
@NullMarked
@PublicApi
package org.sweetspot.measure;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
