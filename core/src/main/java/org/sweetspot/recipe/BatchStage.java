package org.sweetspot.recipe;

/**
 * An early part of a training whose updates see another number of examples.
 *
 * @param until where it ends, in steps or epochs from the beginning of the training
 * @param size examples in one update
 * @param rate factor on the learning rate, on top of its schedule
 */
public record BatchStage(Span until, int size, @Default("1") double rate) {
  /** Checks the numbers. */
  public BatchStage {
    Require.that(
        until.unit() != Span.Unit.SECONDS && until.amount() > 0,
        "until",
        "steps or epochs, more than 0",
        until);
    Require.that(size >= 1, "size", "at least 1 example", size);
    Require.that(Double.isFinite(rate) && rate > 0, "rate", "a factor above 0", rate);
  }

  /** The same size until another end. */
  public BatchStage withUntil(Span value) {
    return new BatchStage(value, size, rate);
  }
}
