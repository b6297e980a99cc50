package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Updates that climb. */
public final class WrongSign implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "wrong-sign",
          "Updates go up the loss: update and gradient have a cosine of {cosine}, and the loss has"
              + " a weight of {weight} in what is minimized.",
          "the cosine of update and gradient, from their projections; median of the first 16 above"
              + " 0.2; or a negative weight of the loss or of its rows in what is minimized",
          "look for maximize=True, a loss with the wrong sign, or a negative rate",
          "PyTorch, torch.optim: maximize");

  private static final int EARLY = 16;

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] cosines = run.looked().stream().limit(EARLY).mapToDouble(WrongSign::cosine).toArray();
    double cosine = Series.median(cosines);
    // Of other losses than the probe's own the weight says little unless it fits.
    boolean fits = Math.abs(Series.median(run.batches("probe.cosine"))) > 0.5;
    double weight =
        Series.smallest(
            Series.median(run.batches("weight")),
            fits ? Series.median(run.batches("probe.weight")) : Double.NaN);
    boolean climbs = Series.finite(cosines).length >= 4 && cosine > 0.2;
    return climbs || (run.looked().size() >= 4 && weight < 0)
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("cosine", cosine).with("weight", weight))
        : Optional.empty();
  }

  private static double cosine(Entry step) {
    double[] gradient = step.sketch("gradient.sketch");
    double[] update = step.sketch("update.sketch");
    double dot = 0;
    double gradients = 0;
    double updates = 0;
    for (int i = 0; i < Math.min(gradient.length, update.length); i++) {
      dot += gradient[i] * update[i];
      gradients += gradient[i] * gradient[i];
      updates += update[i] * update[i];
    }
    return dot / Math.sqrt(gradients * updates);
  }
}
