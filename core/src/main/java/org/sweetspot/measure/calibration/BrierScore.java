package org.sweetspot.measure.calibration;

import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;

/** The mean squared distance of the probabilities from the one-hot label on held-out data. */
public final class BrierScore implements Measure {
  @Override
  public Card card() {
    return new Card(
        "brier",
        "Brier score",
        "How far are the probabilities from the truth on data the network never saw?",
        "outputs and a test or validation split",
        "0 is best, 2 certainly wrong everywhere, 1 - 1 / classes is guessing. Rewards accuracy"
            + " and calibration together, and no single error can dominate it.",
        "",
        "Brier 1950, multiclass form");
  }

  @Override
  public Finding judge(Measurement found) {
    return PriorBaseline.judge(found).orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    return NegativeLogLikelihood.mean(
        context,
        NegativeLogLikelihood.Kind.BRIER,
        "sum over classes of (p - one-hot)^2, from 0 to 2");
  }
}
