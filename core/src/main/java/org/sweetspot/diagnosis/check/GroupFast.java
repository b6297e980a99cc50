package org.sweetspot.diagnosis.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
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
              + " weights and embeddings; above 0.01 and 20 times the median of the others (5 times"
              + " where the group's rate is 10 times the usual one); weights that start small count"
              + " as large as they become",
          "give the group a rate of its own size, or look at the factor that its gradient is"
              + " multiplied by",
          "You et al., Large batch training of convolutional networks, arXiv 1708.03888");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> parameters = run.facts().entries("parameters");
    // What this optimizer does not have is moved by another one, or by none.
    List<Integer> places =
        run.places("weight", "embedding").stream()
            .filter(place -> !(parameters.get(place).number("group") < 0))
            .toList();
    double[] medians =
        places.stream()
            .mapToDouble(place -> Series.median(Series.part(moves(run, place), 0, 16)))
            .toArray();
    double fastest = Series.largest(medians);
    if (medians.length < 3 || !(fastest > 0.01)) {
      return Optional.empty();
    }
    double usual =
        Series.median(Arrays.stream(medians).filter(median -> median != fastest).toArray());
    double[] rates = run.steps().get(0).numbers("rate");
    double rate = Double.NaN;
    double[] others = new double[medians.length];
    for (int i = 0; i < medians.length; i++) {
      int group = (int) parameters.get(places.get(i)).number("group");
      others[i] = group >= 0 && group < rates.length ? rates[group] : Double.NaN;
      if (medians[i] == fastest) {
        rate = others[i];
        others[i] = Double.NaN;
      }
    }
    double bound = rate > 10 * Series.median(others) ? 5 : 20;
    return fastest > bound * usual
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("share", fastest)
                .with("ratio", fastest / usual)
                .with("rate", rate))
        : Optional.empty();
  }

  /** Moves relative to the weights at that time or, where those are larger, at the end. */
  private static double[] moves(RecordedRun run, int place) {
    double[] sizes =
        run.steps().stream()
            .map(step -> step.numbers("update.weights"))
            .filter(weights -> place < weights.length && weights[place] > 0)
            .mapToDouble(weights -> weights[place])
            .toArray();
    double[] moves = run.relativeMoves(place);
    double end = sizes.length > 0 ? sizes[sizes.length - 1] : 0;
    for (int i = 0; i < moves.length; i++) {
      moves[i] *= Math.min(1, sizes[i] / end);
    }
    return moves;
  }
}
