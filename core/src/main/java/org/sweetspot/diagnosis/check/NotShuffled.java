package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Batches that hold one kind of example at a time. */
public final class NotShuffled implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "not-shuffled",
          "Data are not shuffled: the entropy of labels inside a batch is {inside}, of all labels"
              + " {all}.",
          "the median entropy of labels in batches of 16 or more, below half that of all labels",
          "shuffle the training data, each epoch anew",
          "Bengio, Practical recommendations for gradient-based training, arXiv 1206.5533");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Double> inside = new ArrayList<>();
    for (Entry step : run.looked()) {
      for (Entry batch : step.entries("micro")) {
        if (batch.number("examples") >= 16 && batch.has("labelEntropy")) {
          inside.add(batch.number("labelEntropy"));
        }
      }
    }
    double median = Series.median(inside.stream().mapToDouble(Double::doubleValue).toArray());
    double all = Series.largest(run.series("labels.entropy"));
    return inside.size() >= 10 && median < 0.5 * all
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("inside", median).with("all", all))
        : Optional.empty();
  }
}
