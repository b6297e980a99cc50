package org.sweetspot.theory;

import java.util.List;

/**
 * What came of a claim.
 *
 * @param checks predicted beside measured, at least one
 * @param curves to be drawn; possibly none
 */
public record Finding(List<Check> checks, List<Curve> curves) {
  /** Copies the lists. */
  public Finding {
    checks = List.copyOf(checks);
    curves = List.copyOf(curves);
    if (checks.isEmpty()) {
      throw new IllegalArgumentException("finding: expected at least one check, got none");
    }
  }

  /** The verdict of the check that says least for the claim. */
  public Verdict verdict() {
    return checks.stream().map(Check::verdict).reduce(Verdict.HOLDS, Verdict::and);
  }

  /**
   * A prediction over something, beside the simulation.
   *
   * @param name what is drawn
   * @param across name of the horizontal axis
   * @param x positions
   * @param predicted at these
   * @param measured at these
   */
  public record Curve(
      String name, String across, List<Double> x, List<Double> predicted, List<Double> measured) {
    /** Copies the lists, which are of one length. */
    public Curve {
      x = List.copyOf(x);
      predicted = List.copyOf(predicted);
      measured = List.copyOf(measured);
      if (x.size() != predicted.size() || x.size() != measured.size()) {
        throw new IllegalArgumentException(
            "curve "
                + name
                + ": expected lists of one length, got "
                + x.size()
                + ", "
                + predicted.size()
                + ", "
                + measured.size());
      }
    }
  }
}
