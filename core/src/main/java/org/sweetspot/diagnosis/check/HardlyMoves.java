package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Steps that are far too small. */
public final class HardlyMoves implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "hardly-moves",
          "Weights hardly move: an update changes them by {share} of their size, and the loss fell"
              + " from {first} to {last}.",
          "the median update relative to the weights below 1e-5, or all updates together below 2"
              + " percent of every weight matrix, and a loss that fell by less than 2 percent",
          "raise the rate (by 10, then again until the loss falls), and check that the gradient is"
              + " not scaled down",
          "Smith, Cyclical learning rates for training neural networks, arXiv 1506.01186");

  @Override
  public CheckCard card() {
    return CARD;
  }

  /** Whether the training got nowhere since its steps are too small. */
  static boolean holds(RecordedRun run) {
    int n = run.size();
    double most = Series.largest(shares(run));
    return n >= 50 && (most < 1e-5 || (run.ended() && most * n < 0.02)) && LossFall.of(run) < 0.02;
  }

  private static double[] shares(RecordedRun run) {
    return run.places("weight").stream()
        .mapToDouble(place -> Series.median(run.relativeMoves(place)))
        .toArray();
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] loss = run.series("loss");
    int n = loss.length;
    double first = Series.median(Series.part(loss, 0, n / 10));
    double last = Series.median(Series.part(loss, n - n / 10, n));
    return holds(run)
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("share", Series.median(shares(run)))
                .with("first", first)
                .with("last", last))
        : Optional.empty();
  }
}
