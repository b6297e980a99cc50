package org.sweetspot.training;

import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Span;

/**
 * When something that recurs every span is due: at each update that completes another whole span
 * since the beginning of the training, so that it falls on the same updates however often the
 * training was stopped. A span of zero is never due. In seconds it is due when that much time has
 * gone by since the last time.
 *
 * @param span between two times
 * @param sizes of the training's batches
 */
public record Pace(Span span, BatchSizes sizes) {
  /**
   * Whether it is due.
   *
   * @param step updates done
   * @param seconds gone by since the last time
   */
  public boolean isDue(long step, double seconds) {
    if (step == 0 || span.amount() == 0) {
      return false;
    }
    return switch (span.unit()) {
      case STEPS -> completes(step, span.amount());
      case EPOCHS ->
          sizes.isConstant()
              ? completes(step, sizes.updates(span.amount()))
              : Math.floor(sizes.epochs(step) / span.amount())
                  > Math.floor(sizes.epochs(step - 1) / span.amount());
      case SECONDS -> seconds >= span.amount();
    };
  }

  private static boolean completes(long step, double steps) {
    return Math.floor(step / steps) > Math.floor((step - 1) / steps);
  }
}
