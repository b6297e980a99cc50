package org.sweetspot.control;

import java.util.List;

/**
 * What to alter together with the wanted change, before anything of it was tried.
 *
 * @param proposals in the order in which they are tried
 * @param gain the measured AdaScale gain
 * @param predicted what is expected, in plain sentences
 * @param conflicts which invariants can't be held together, and why
 */
public record Plan(
    List<Proposal> proposals, double gain, List<String> predicted, List<String> conflicts) {
  /** Copies the lists. */
  public Plan {
    proposals = List.copyOf(proposals);
    predicted = List.copyOf(predicted);
    conflicts = List.copyOf(conflicts);
  }
}
