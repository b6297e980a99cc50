package org.sweetspot.run;

import java.util.Optional;

/**
 * A run as the index knows it.
 *
 * @param folder of the run
 * @param provenance where it comes from
 * @param result what it came to; empty while it is not finished
 */
public record IndexedRun(RunFolder folder, Provenance provenance, Optional<RunResult> result) {}
