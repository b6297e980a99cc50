package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A batch far above the gradient noise scale. */
public final class BatchAgainstNoise implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "batch-against-noise",
          "The batch of {batch} is far above the noise scale of {scale}: {share} of the squared"
              + " gradient is signal, so that a smaller batch makes nearly the same step.",
          "inner products of successive gradients against their squared norms after the first"
              + " tenth; signal above 0.9 by two standard errors",
          "divide the batch by the ratio and take more steps at the same cost, or raise the rate",
          "McCandlish et al., An empirical model of large-batch training, arXiv 1812.06162");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] shares = Successive.signal(run.part(0.1, 1));
    double share = Series.mean(shares);
    // A few pairs may agree by chance: none is known better than its projection tells.
    double error =
        Math.max(Series.meanError(shares), Successive.PAIR_ERROR / Math.sqrt(shares.length));
    double batch = Series.median(run.series("examples"));
    return shares.length >= 3 && share - 2 * error > 0.9
        ? Optional.of(
            Finding.of(CARD, Severity.WARNING)
                .with("batch", batch)
                .with("share", Math.min(1, share))
                .with("scale", batch * Math.max(0, 1 - share) / share))
        : Optional.empty();
  }
}
