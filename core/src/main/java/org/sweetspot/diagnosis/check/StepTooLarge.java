package org.sweetspot.diagnosis.check;

import java.util.Arrays;
import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Steps beyond the stability threshold. */
public final class StepTooLarge implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "step-too-large",
          "Steps are too large: the loss is {last} at the end and was {first} at the beginning;"
              + " successive gradients have a cosine of {cosine}.",
          "a loss that ends above 1.2 times where it began, and began lower than all of its last"
              + " fifth, or not finite; one whose level over 5 updates rises to three times its"
              + " beginning and its end, which is not below 0.9 of its beginning; or successive"
              + " gradients that point against each other (cosine below -0.2 by three standard"
              + " errors) while the loss no longer falls; or first updates of a tenth of the"
              + " weights and more after which the loss rises to 1.5 times its beginning",
          "lower the rate (by 3, then again), warm up, or clip the gradient",
          "Cohen et al., Gradient descent on neural networks typically occurs at the edge of"
              + " stability, arXiv 2103.00065");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] loss = run.series("loss");
    int n = loss.length;
    if (n < 20) {
      return Optional.empty();
    }
    double first = Series.smallest(Series.part(loss, 0, 3));
    double[] end = Series.part(loss, (int) (0.8 * n), n);
    double last = end.length == Series.finite(end).length ? Series.median(end) : Double.NaN;
    double[] cosines = Successive.cosines(run.steps());
    double[] late = Successive.cosines(run.part(0.3, 1));
    double cosine = Series.mean(late);
    double lowest = Series.median(Series.part(loss, (int) (0.3 * n), (int) (0.5 * n)));
    // Losses of small batches differ from one to the next: none at the end may be as low.
    boolean lower = first < Series.smallest(end);
    boolean grows = first > 0 && lower && (last > 1.2 * first || last > first + 1);
    boolean ends = Double.isNaN(last) && Arrays.stream(loss).anyMatch(Double::isFinite);
    double highest = level(Series.part(loss, 0, n / 4));
    // Only the very first loss is that of no update yet.
    boolean thrown = highest > 3 * Math.max(loss[0], last) && last > 0.9 * loss[0] && loss[0] > 0;
    boolean bounces =
        late.length >= 6 && cosine + 3 * Series.meanError(late) < -0.2 && last > 0.9 * lowest;
    boolean leaps = leap(run) > 0.1 && highest > 1.5 * first && first > 0;
    return grows || ends || thrown || bounces || leaps
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("first", first)
                .with("last", last)
                .with("cosine", Series.mean(cosines)))
        : Optional.empty();
  }

  /** The highest median of 5 losses in a row. */
  private static double level(double[] loss) {
    double highest = Double.NaN;
    for (int i = 0; i + 5 <= loss.length; i++) {
      highest = Series.largest(highest, Series.median(Series.part(loss, i, i + 5)));
    }
    return highest;
  }

  /** An update relative to all weights, median of the first 8 that were looked at. */
  private static double leap(RecordedRun run) {
    return Series.median(
        run.steps().stream()
            .filter(step -> step.numbers("update.weights").length > 0)
            .limit(8)
            .mapToDouble(step -> step.number("update.norm") / norm(step.numbers("update.weights")))
            .toArray());
  }

  private static double norm(double[] norms) {
    return Math.sqrt(Arrays.stream(norms).map(one -> one * one).sum());
  }
}
