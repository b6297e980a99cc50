package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Numbers to be predicted that are not scaled. */
public final class TargetScale implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "target-scale",
          "Targets are not scaled: their mean is {mean}, their standard deviation {deviation}.",
          "real targets whose deviation or absolute mean exceeds 30, or whose deviation is below"
              + " 0.001; medians over batches; a fault where the last evaluation predicts no better"
              + " than the mean does, or the loss fell by less than 5 percent",
          "predict (target - mean) / deviation, of the training data, and scale predictions back",
          "LeCun et al., Efficient backprop, section 4.5");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<double[]> targets = new ArrayList<>();
    for (Entry step : run.looked()) {
      step.entries("micro").stream()
          .map(batch -> batch.numbers("targets"))
          .filter(numbers -> numbers.length == 3)
          .forEach(targets::add);
    }
    double mean = Series.median(targets.stream().mapToDouble(one -> one[0]).toArray());
    double deviation = Series.median(targets.stream().mapToDouble(one -> one[1]).toArray());
    boolean unusual = Math.abs(mean) > 30 || deviation > 30 || (deviation < 1e-3 && deviation > 0);
    if (targets.size() < 4 || !unusual) {
      return Optional.empty();
    }
    List<Entry> evaluations = run.evaluations();
    boolean useless =
        !evaluations.isEmpty() && evaluations.get(evaluations.size() - 1).number("r2") <= 0;
    return Optional.of(
        Finding.of(CARD, useless || LossFall.of(run) < 0.05 ? Severity.FAULT : Severity.WARNING)
            .with("mean", mean)
            .with("deviation", deviation));
  }
}
