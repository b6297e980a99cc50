/**
 * The record that a training in Python leaves, as docs/recorded-runs.md describes it. Read {@link
 * org.sweetspot.diagnosis.record.RecordedRun} first.
 */
@NullMarked
@PublicApi
package org.sweetspot.diagnosis.record;

import org.jspecify.annotations.NullMarked;
import org.sweetspot.api.PublicApi;
