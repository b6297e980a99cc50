package org.sweetspot.monitor;

import java.util.List;

/**
 * How much one reading may spend; chosen once, from the budget.
 *
 * @param examples of the training split in the probe batch
 * @param first Hessian products of a tracker's first reading
 * @param next Hessian products of its further readings
 * @param batches of the training's size for what is averaged over batches
 */
public record SampleBudget(int examples, int first, int next, int batches) {
  /** From the most thorough to the cheapest. */
  static final List<SampleBudget> LEVELS =
      List.of(
          new SampleBudget(512, 20, 6, 8),
          new SampleBudget(256, 16, 5, 6),
          new SampleBudget(128, 12, 4, 4),
          new SampleBudget(64, 6, 4, 4));

  SampleBudget atMost(int size) {
    return new SampleBudget(Math.min(examples, size), first, next, batches);
  }
}
