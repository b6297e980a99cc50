package org.sweetspot.diagnosis.check;

import java.util.Optional;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Dropout that lets too little through. */
public final class StrongDropout implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "dropout-too-strong",
          "Dropout leaves too little: {dropout} of a layer's units are dropped, and the loss ends"
              + " at {loss}, where knowing only how frequent labels are gives {entropy}.",
          "the largest dropout of the model above 0.75, and a loss that ends above 0.97 of that",
          "drop 0.1 to 0.5 of the units; p of torch.nn.Dropout is the share that is dropped, not"
              + " the one that is kept",
          "Srivastava et al., Dropout, JMLR 15 (2014)");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    double dropout = Series.largest(run.facts().numbers("dropout"));
    double entropy = Series.largest(run.series("labels.entropy"));
    double[] losses = run.series("loss");
    int n = losses.length;
    double loss = Series.median(Series.part(losses, n - n / 10, n));
    return n >= 100 && dropout > 0.75 && loss > 0.97 * entropy
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("dropout", dropout)
                .with("loss", loss)
                .with("entropy", entropy))
        : Optional.empty();
  }
}
