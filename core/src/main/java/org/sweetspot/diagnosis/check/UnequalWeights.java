package org.sweetspot.diagnosis.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Accumulated batches that weigh their examples or tokens unequally. */
public final class UnequalWeights implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "unequal-weights",
          "Accumulation weighs unequally: within an update a row of one batch counts {ratio} times"
              + " as much as one of another.",
          "weights of the rows of the loss, from the gradient of the outputs, across the batches of"
              + " an update; largest over smallest, median above 1.2; a warning where all rows of a"
              + " sequence weigh the same and those of another one another number",
          "add up the sum of losses over all batches of an update and divide by all its tokens (or"
              + " examples), not mean by mean",
          "Hugging Face, Fixing gradient accumulation, 2024");

  private static final CheckCard SEQUENCES =
      new CheckCard(
          CARD.id(),
          "Tokens weigh unequally: each sequence has the same weight, so that a token of a short one"
              + " counts up to {ratio} times as much as one of a long one.",
          CARD.looksAt(),
          "divide the sum of the losses of all tokens by their number, unless each sequence is meant"
              + " to count the same",
          CARD.source());

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Double> ratios = new ArrayList<>();
    for (Entry step : run.looked()) {
      double[] weights =
          step.entries("micro").stream()
              .filter(batch -> batch.number("probe.cosine") > 0.9)
              .mapToDouble(batch -> batch.number("probe.weight"))
              .filter(weight -> weight > 0)
              .toArray();
      if (weights.length >= 2) {
        ratios.add(Series.largest(weights) / Series.smallest(weights));
      }
    }
    double ratio = Series.median(ratios.stream().mapToDouble(Double::doubleValue).toArray());
    return ratios.size() >= 4 && ratio > 1.2
        ? Optional.of(Finding.of(CARD, Severity.FAULT).with("ratio", ratio))
        : sequences(run);
  }

  private static Optional<Finding> sequences(RecordedRun run) {
    double[] ratios = run.batches("probe.sequences");
    double ratio = Series.median(ratios);
    return ratios.length >= 4 && ratio > 1.2
        ? Optional.of(Finding.of(SEQUENCES, Severity.WARNING).with("ratio", ratio))
        : Optional.empty();
  }
}
