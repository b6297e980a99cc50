package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;

/** Weight decay that acts on the gains of normalization. */
public final class DecayOfNormalization implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "decay-on-normalization",
          "Weight decay acts on {tensors} parameters of normalization: over the training it alone"
              + " would multiply them by {factor}.",
          "the sum of rate times decay over all updates for parameters of normalization, over 1 less"
              + " the momentum where decay is part of the gradient; above 0.1, a note from 0.01 on",
          "put the parameters of normalization and the biases into a group with weight_decay=0",
          "Loshchilov and Hutter, Decoupled weight decay regularization, arXiv 1711.05101");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> groups = run.facts().entries("groups");
    List<Integer> places = run.places("norm");
    double most = 0;
    for (int place : places) {
      int group = (int) run.facts().entries("parameters").get(place).number("group");
      if (group >= 0 && group < groups.size()) {
        double decay = groups.get(group).number("weight_decay");
        double rates =
            run.steps().stream()
                .map(step -> step.numbers("rate"))
                .filter(rate -> group < rate.length)
                .mapToDouble(rate -> rate[group])
                .sum();
        double momentum = groups.get(group).number("momentum");
        most = Math.max(most, decay * rates / (momentum < 1 ? 1 - momentum : 1));
      }
    }
    return most > 0.01
        ? Optional.of(
            Finding.of(CARD, most > 0.1 ? Severity.WARNING : Severity.NOTE)
                .with("tensors", places.size())
                .with("factor", Math.exp(-most)))
        : Optional.empty();
  }
}
