package org.sweetspot.training;

import org.sweetspot.recipe.BatchSizes;
import org.sweetspot.recipe.Span;

/** How far a training is along its span: of updates, of passes, or of seconds in updates. */
final class Budget {
  private final Span span;
  private final long steps;

  Budget(Span span, BatchSizes sizes) {
    this.span = span;
    this.steps =
        switch (span.unit()) {
          case STEPS -> (long) span.amount();
          // A part of an epoch counts as begun updates; the slack absorbs the product's rounding.
          case EPOCHS -> Math.max(1, (long) Math.ceil(sizes.updates(span.amount()) - 1e-9));
          case SECONDS -> -1;
        };
  }

  /** Updates in all, or -1 where the clock decides. */
  long steps() {
    return steps;
  }

  /** Share used, 0 to 1. */
  double progress(long done, double seconds) {
    return Math.min(1, steps > 0 ? done / (double) steps : seconds / span.amount());
  }

  boolean isUsed(long done, double seconds) {
    return steps > 0 ? done >= steps : seconds >= span.amount();
  }
}
