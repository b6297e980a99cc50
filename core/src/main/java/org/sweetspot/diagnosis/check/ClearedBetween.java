package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Gradients that are cleared between the batches of one update. */
public final class ClearedBetween implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "gradients-cleared-early",
          "Gradients are cleared between the batches of an update: of {accumulation} batches only"
              + " the last one counts, in {share} of the updates.",
          "what earlier batches left in the gradient when the next one is added, relative to what"
              + " that one adds; zero in 8 of 10 updates of two or more recorded batches",
          "call zero_grad() once an update, after optimizer.step(), and not before every"
              + " backward()",
          "PyTorch, torch.optim.Optimizer.zero_grad");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> several =
        run.looked().stream()
            .filter(step -> step.has("gradient.carried") && step.number("accumulation") >= 2)
            .filter(step -> step.entries("micro").size() == step.number("accumulation"))
            .toList();
    long lost = several.stream().filter(step -> step.number("gradient.carried") < 1e-6).count();
    return several.size() >= 4 && lost >= 0.8 * several.size()
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with(
                    "accumulation",
                    Series.median(
                        several.stream()
                            .mapToDouble(step -> step.number("accumulation"))
                            .toArray()))
                .with("share", (double) lost / several.size()))
        : Optional.empty();
  }
}
