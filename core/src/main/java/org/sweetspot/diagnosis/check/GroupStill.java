package org.sweetspot.diagnosis.check;

import java.util.List;
import java.util.Optional;
import org.sweetspot.diagnosis.record.Entry;
import org.sweetspot.diagnosis.record.RecordedRun;
import org.sweetspot.diagnosis.record.Series;

/** Parameters that do not move. */
public final class GroupStill implements Check {
  private static final CheckCard CARD =
      new CheckCard(
          "group-still",
          "{tensors} of {all} weight matrices do not move or get no gradient, {left} of them because"
              + " no optimizer has them ({weights} weights in all).",
          "weights and embeddings that belong to no group of the optimizer and keep their size;"
              + " whose update is zero in every update that was looked at while others move, though"
              + " not for rounding; or whose gradient is zero in all of them, so that decay alone"
              + " moves them",
          "give all parameters to the optimizer after the model is whole; look for detach(),"
              + " no_grad(), a rate of 0 in a group, units that are never active, and weights that"
              + " all start at 0",
          "PyTorch, torch.optim: per-parameter options");

  @Override
  public CheckCard card() {
    return CARD;
  }

  @Override
  public Optional<Finding> find(RecordedRun run) {
    List<Entry> parameters = run.facts().entries("parameters");
    double largest = Series.largest(run.series("update.norm"));
    List<Integer> places = run.places("weight", "embedding");
    int still = 0;
    int left = 0;
    double weights = 0;
    for (int place : places) {
      boolean outside = parameters.get(place).number("group") < 0 && constant(run, place);
      double[] moves = run.moves(place);
      boolean held = !(parameters.get(place).number("group") < 0);
      double[] gradients = gradients(run, place);
      boolean none = gradients.length >= 6 && Series.largest(gradients) == 0;
      boolean rounded = !none && Series.median(run.series("update.unchanged")) > 0.3;
      boolean zero = moves.length >= 6 && Series.largest(moves) == 0 && !rounded;
      if (outside || (held && largest > 0 && (zero || none))) {
        still++;
        left += outside ? 1 : 0;
        double size = 1;
        for (double side : parameters.get(place).numbers("shape")) {
          size *= side;
        }
        weights += size;
      }
    }
    return still > 0
        ? Optional.of(
            Finding.of(CARD, Severity.FAULT)
                .with("tensors", still)
                .with("all", places.size())
                .with("left", left)
                .with("weights", weights))
        : Optional.empty();
  }

  /**
   * Whether the weights keep their size: another optimizer may have those that this one has not.
   */
  private static boolean constant(RecordedRun run, int place) {
    double[] sizes =
        run.steps().stream()
            .map(step -> step.numbers("update.weights"))
            .filter(weights -> place < weights.length)
            .mapToDouble(weights -> weights[place])
            .toArray();
    return sizes.length >= 2 && Series.largest(sizes) == Series.smallest(sizes);
  }

  private static double[] gradients(RecordedRun run, int place) {
    return run.steps().stream()
        .map(step -> step.numbers("gradient.norms"))
        .filter(norms -> place < norms.length)
        .mapToDouble(norms -> norms[place])
        .toArray();
  }
}
