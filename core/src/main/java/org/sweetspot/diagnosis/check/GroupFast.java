package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Parameters that move far more than the others. */
public final class GroupFast implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "group-fast",
          "A group moves far more than the others: its weights by {share} of their size in an"
              + " update, {ratio} times the median of the others (rate {rate}).",
          "the update relative to the weights, median of the first 16 that were looked at, of"
              + " weights and embeddings; above 0.01 and 30 times the median of all (5 times where"
              + " the group's rate is 10 times the usual one)",
          "give the group a rate of its own size, or look at the factor that its gradient is"
              + " multiplied by",
          "You et al., Large batch training of convolutional networks, arXiv 1708.03888");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Integer> places = run.places("weight", "embedding");
    double[] medians =
        places.stream()
            .mapToDouble(place -> Series.median(Series.part(run.relativeMoves(place), 0, 16)))
            .toArray();
    double usual = Series.median(medians);
    double fastest = Series.largest(medians);
    if (medians.length < 3 || !(fastest > 0.01)) {
      return Optional.empty();
    }
    double[] rates = run.steps().get(0).numbers("rate");
    double rate = Double.NaN;
    for (int i = 0; i < medians.length; i++) {
      if (medians[i] == fastest) {
        int group = (int) run.facts().entries("parameters").get(places.get(i)).number("group");
        rate = group >= 0 && group < rates.length ? rates[group] : Double.NaN;
      }
    }
    double bound = rate > 10 * Series.median(rates) ? 5 : 30;
    return fastest > bound * usual
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("share", fastest)
                .with("ratio", fastest / usual)
                .with("rate", rate))
        : Optional.empty();
  }
}
