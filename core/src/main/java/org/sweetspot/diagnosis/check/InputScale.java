package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Inputs that are not normalized. */
public final class InputScale implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "input-scale",
          "Inputs are not normalized: their mean is {mean}, their standard deviation {deviation}.",
          "inputs of floating point whose deviation or absolute mean exceeds 30, or whose deviation"
              + " is below 0.001; medians over batches; a fault where the loss fell by less than 5"
              + " percent",
          "subtract the mean and divide by the deviation of the training data",
          "LeCun et al., Efficient backprop, section 4.3");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<double[]> inputs = new ArrayList<>();
    for (Entry step : run.looked()) {
      step.entries("micro").stream()
          .map(batch -> batch.numbers("inputs"))
          .filter(numbers -> numbers.length == 3)
          .forEach(inputs::add);
    }
    double mean = Series.median(inputs.stream().mapToDouble(one -> one[0]).toArray());
    double deviation = Series.median(inputs.stream().mapToDouble(one -> one[1]).toArray());
    return inputs.size() >= 4
            && (Math.abs(mean) > 30 || deviation > 30 || (deviation < 1e-3 && deviation > 0))
        ? Optional.of(
            Finding.of(CARD, LossFall.of(run) < 0.05 ? Severity.FAULT : Severity.WARNING)
                .with("mean", mean)
                .with("deviation", deviation))
        : Optional.empty();
  }
}
