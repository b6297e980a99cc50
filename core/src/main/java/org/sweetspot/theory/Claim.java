package org.sweetspot.theory;

import org.sweetspot.random.Seed;

/** A prediction that can be run. Each is a class with its card. */
public interface Claim {
  /** What it says, and who said it. */
  Card card();

  /**
   * Simulates and compares; the same seed gives the same finding.
   *
   * @param seed of all draws
   * @param networks trains what needs an engine; a {@link FormulaClaim} asks it nothing
   */
  Finding run(Seed seed, Networks networks);

  /**
   * What a person reads first.
   *
   * @param id short name, in lower case with hyphens
   * @param title one line
   * @param prediction the formula or direction, in plain characters
   * @param criticism what later work found, or where it stops to hold; empty if nothing is known
   * @param source who and when
   */
  record Card(String id, String title, String prediction, String criticism, String source) {
    /** The name is one that can be typed. */
    public Card {
      if (!id.matches("[a-z][a-z0-9-]*")) {
        throw new IllegalArgumentException(
            "claim: expected a name of lower-case letters, digits and hyphens, got " + id);
      }
    }
  }
}
