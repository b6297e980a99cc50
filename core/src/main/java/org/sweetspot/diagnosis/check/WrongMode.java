package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** A model that trains in evaluation mode, or is evaluated in training mode. */
public final class WrongMode implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "wrong-mode",
          "The model, or a part of it, is in the wrong mode: {training} of the updates ran in"
              + " evaluation mode, {evaluating} of the forward passes without gradient in training"
              + " mode.",
          "the mode in forward passes with and without gradient, where the model has dropout or"
              + " batch normalization; above 0.2 of the updates, or 0.5 of the others",
          "call model.train() before training, also after each evaluation, and model.eval() before"
              + " evaluating",
          "PyTorch, torch.nn.Module.train and eval");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    boolean matters =
        Series.largest(run.facts().numbers("dropout")) > 0
            || run.facts().flag("batchNormalization").orElse(false);
    List<Entry> known = run.steps().stream().filter(one -> one.has("training")).toList();
    long still = known.stream().filter(one -> !one.flag("training").orElse(true)).count();
    double forwards = 0;
    double wrong = 0;
    for (Entry evaluation : run.evaluations()) {
      forwards += evaluation.number("forwards");
      wrong += evaluation.number("training");
    }
    double training = known.isEmpty() ? 0 : (double) still / known.size();
    double evaluating = forwards > 0 ? wrong / forwards : 0;
    return matters && (training > 0.2 || evaluating > 0.5)
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("training", training)
                .with("evaluating", evaluating))
        : Optional.empty();
  }
}
