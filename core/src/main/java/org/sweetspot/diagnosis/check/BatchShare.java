package org.sweetspot.diagnosis.check;

import java.util.Optional;

/** In which share of the batches that were looked at something is wrong. */
final class BatchShare {
  private static final int FEWEST = 4;
  private int batches;
  private int wrong;

  void add(boolean isWrong) {
    batches++;
    wrong += isWrong ? 1 : 0;
  }

  /** A fault with its share, where four batches or more show so large a share. */
  Optional<Finding> fault(CheckCard card, double least) {
    return batches >= FEWEST && wrong >= least * batches
        ? Optional.of(Finding.of(card, Severity.FAULT).with("share", (double) wrong / batches))
        : Optional.empty();
  }
}
