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
          "the median update relative to the weights below 1e-5, at more than a tenth of the peak"
              + " rate, and a loss that fell by less than 2 percent",
          "raise the rate (by 10, then again until the loss falls), and check that the gradient is"
              + " not scaled down",
          "Smith, Cyclical learning rates for training neural networks, arXiv 1506.01186");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] loss = run.series("loss");
    int n = loss.length;
    double[] shares =
        run.places("weight").stream()
            .mapToDouble(place -> Series.median(run.relativeMoves(place)))
            .toArray();
    double first = Series.median(Series.part(loss, 0, n / 10));
    double last = Series.median(Series.part(loss, n - n / 10, n));
    return n >= 50 && Series.largest(shares) < 1e-5 && last > 0.98 * first
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("share", Series.median(shares))
                .with("first", first)
                .with("last", last))
        : Optional.empty();
  }
}
