package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** The same examples in every update. */
public final class SameBatch implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "same-batch",
          "Every update sees the same {examples} examples, while other data has {other}.",
          "hashes of the examples of at least 16 updates that were looked at, all alike; a fault"
              + " where more examples were evaluated than trained on, else a note, since they"
              + " may be all there are",
          "make the loader's iterator once an epoch, not in every step: next(iter(loader)) gives"
              + " the first batch again and again",
          "PyTorch, torch.utils.data.DataLoader");

  private static final CheckCard WHOLE =
      new CheckCard(
          CARD.id(),
          "Every update sees the same {examples} examples: all right where they are all there are.",
          CARD.looksAt(),
          CARD.remedy(),
          CARD.source());

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> hashed = run.looked().stream().filter(step -> step.has("batch")).toList();
    long kinds = hashed.stream().map(step -> step.text("batch")).distinct().count();
    if (hashed.size() < 16 || kinds != 1) {
      return Optional.empty();
    }
    double examples = hashed.get(0).number("examples");
    double other =
        Series.largest(
            run.evaluations().stream()
                .filter(one -> !one.text("name").startsWith("train"))
                .mapToDouble(one -> one.number("examples"))
                .toArray());
    return Optional.of(
        other > examples
            ? Finding.of(CARD, Severity.FAULT).with("examples", examples).with("other", other)
            : Finding.of(WHOLE, Severity.NOTE).with("examples", examples));
  }
}
