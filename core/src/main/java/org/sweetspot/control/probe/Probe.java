package org.sweetspot.control.probe;

import java.util.Optional;
import java.util.Set;
import org.sweetspot.control.change.Aspect;
import org.sweetspot.control.change.Change;

/**
 * Something that is read along a baseline, or in short trainings beside it, before a correction is
 * proposed. Implementations hold no state: what they read follows from the change and the runs.
 *
 * @param <A> the answer
 */
public interface Probe<A> {
  /** What it reads, when, and at what cost. */
  ProbeCard card();

  /** The aspects of a change that it says something about. */
  Set<Aspect> answers();

  /**
   * Reads.
   *
   * @return empty, and nothing is trained, where the change is about none of the aspects; empty too
   *     where it cannot be read
   */
  Optional<A> read(Change change, ProbeRuns runs);
}
