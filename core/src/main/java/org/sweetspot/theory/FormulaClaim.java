package org.sweetspot.theory;

import org.sweetspot.random.Seed;

/** A prediction about losses that are formulas, for which plain Java is enough. */
public interface FormulaClaim extends Claim {
  /**
   * Simulates and compares; the same seed gives the same finding.
   *
   * @param seed of all draws
   */
  Finding run(Seed seed);

  @Override
  default Finding run(Seed seed, Networks networks) {
    return run(seed);
  }
}
