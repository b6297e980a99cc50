package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A gradient that is not of the loss that is reported. */
public final class OtherLoss implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "other-loss",
          "The gradient does not come from the loss that is reported: its weight in what is"
              + " minimized is 0 in {share} of the updates.",
          "the derivative of what backward() is called on with respect to the reported loss; zero"
              + " in 8 of 10 updates; or a reported loss that equals the mean cross-entropy or squared"
              + " error of the outputs within a thousandth, though their gradient is not that one's"
              + " (cosine below 0.5, of squared errors below 0.9); medians over batches",
          "call backward() on the loss that is reported, and give the recorder that one",
          "PyTorch, torch.autograd.backward");

  private static final CheckCard BY_VALUE =
      new CheckCard(
          CARD.id(),
          "The gradient does not come from the loss that is reported: that is the mean cross-entropy"
              + " or squared error of the outputs, whose gradient has a cosine of {cosine} with the"
              + " one that arrives.",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double[] weights = run.batches("weight");
    long none = Arrays.stream(weights).filter(weight -> weight == 0).count();
    return weights.length >= 4 && none >= 0.8 * weights.length
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT).with("share", (double) none / weights.length))
        : byValue(run);
  }

  /** What can be told of a loss that was reported after backward(), or as a number. */
  private static Optional<Finding> byValue(RecordedRun run) {
    List<Double> cosines = new ArrayList<>();
    int same = 0;
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        double loss = batch.number("loss");
        boolean values = batch.text("probe.kind").equals("values");
        double own = batch.number(values ? "probe.squaredError" : "probe.crossEntropy");
        double cosine = batch.number("probe.cosine");
        if (Double.isFinite(own) && Double.isFinite(cosine)) {
          // Both bounds as one: what is left of the cosine above them.
          cosines.add(values ? cosine - 0.9 : cosine - 0.5);
          same += Math.abs(loss - own) <= 1e-3 * Math.abs(loss) ? 1 : 0;
        }
      }
    }
    double left = Series.median(cosines.stream().mapToDouble(Double::doubleValue).toArray());
    return cosines.size() >= 4 && same >= 0.8 * cosines.size() && left < 0 && left > -1.3
        ? Optional.of(
            Finding.of(BY_VALUE, Severity.FAULT)
                .with("cosine", Series.median(run.batches("probe.cosine"))))
        : Optional.empty();
  }
}
