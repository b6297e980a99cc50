package org.sweetspot.diagnosis.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A batch far below the gradient noise scale. */
public final class NoiseAgainstBatch implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "noise-against-batch",
          "The batch of {batch} is far below the noise scale: at most {share} of the squared"
              + " gradient is signal, so that the scale is at least {scale}.",
          "inner products of the projected gradients of the first 16 updates and of later ones that"
              + " are at most 15 updates apart, over their squared norms; at least 12 gradients, and"
              + " below 0.05 by two standard errors",
          "a larger batch, at a rate as much larger, takes fewer steps and hardly more examples",
          "McCandlish et al., An empirical model of large-batch training, arXiv 1812.06162");

  private static final int APART = 15;
  private static final double MOST = 0.05;

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> known =
        run.steps().stream().filter(step -> step.sketch("gradient.sketch").length > 0).toList();
    double[][] gradients =
        known.stream().map(step -> step.sketch("gradient.sketch")).toArray(double[][]::new);
    double[] means = new double[gradients.length];
    Arrays.fill(means, Double.NaN);
    for (int i = 0; i < means.length; i++) {
      double dots = 0;
      double squares = 0;
      for (int j = 0; j < means.length; j++) {
        double apart = known.get(i).number("step") - known.get(j).number("step");
        if (i != j && Math.abs(apart) <= APART) {
          dots += dot(gradients[i], gradients[j]);
          squares += (dot(gradients[i], gradients[i]) + dot(gradients[j], gradients[j])) / 2;
        }
      }
      means[i] = dots / squares;
    }
    double[] shares = Series.finite(means);
    // Each pair is in two of the means: they vary half as freely as they seem to.
    double most = Series.mean(shares) + 4 * Series.meanError(shares);
    double batch = Series.median(run.series("examples"));
    return shares.length >= 12 && most > 0 && most < MOST && batch > 0
        ? Optional.of(
            Finding.of(CARD, Severity.NOTE)
                .with("batch", batch)
                .with("share", most)
                .with("scale", batch * (1 - most) / most))
        : Optional.empty();
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
