package org.sweetspot.control;

import java.util.List;
import org.sweetspot.statistics.Interval;

/**
 * What the change costs in test accuracy, in points (hundredths), and its two parts: points = steps
 * + atEqualSteps.
 *
 * @param points baseline minus changed
 * @param steps step-matched minus changed: what the other number of steps accounts for. A larger
 *     batch has fewer steps and this is under-training; a smaller one has more
 * @param atEqualSteps baseline minus step-matched: what stays when the number of steps is the same
 * @param matched the gap at equal examples and at equal compute, where the change moves them
 * @param parts of a joint change: what each value costs alone, and what they cost together beyond
 *     that; empty where one thing is changed
 */
public record Gap(
    Interval points,
    Interval steps,
    Interval atEqualSteps,
    List<MatchedGap> matched,
    List<GapPart> parts) {
  /** Copies the lists. */
  public Gap {
    matched = List.copyOf(matched);
    parts = List.copyOf(parts);
  }

  /** Of a change of one thing. */
  public Gap(Interval points, Interval steps, Interval atEqualSteps) {
    this(points, steps, atEqualSteps, List.of(), List.of());
  }
}
