package org.sweetspot.torch.model;

import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.problem.OutputForm.Task;
import org.sweetspot.recipe.LossRecipe;

/**
 * Data, outputs and loss that suit each other.
 *
 * @param loss that was asked for, or that follows from data and outputs
 * @param data with targets as the loss takes them
 * @param view how outputs become rows
 * @param asNumbers whether class labels are taken as the numbers that outputs should be
 * @param why this loss
 */
public record Fitted(
    LossRecipe loss, DataSet data, OutputView view, boolean asNumbers, String why) {
  /** The same for another reason, unless it was asked for. */
  Fitted saying(String reason) {
    return new Fitted(loss, data, view, asNumbers, why.equals("as asked") ? why : reason);
  }

  /** What the network answers. */
  public Task task() {
    Examples train = data.train();
    boolean labels = train.targets() instanceof ClassLabels;
    return switch (loss.kind()) {
      case CROSS_ENTROPY -> labels ? Task.CLASSES : Task.SHARES;
      case BINARY_CROSS_ENTROPY -> {
        boolean bits = labels || TargetValues.of(data).areBits();
        yield !bits ? Task.SHARES : train.labelsPerExample() == 1 ? Task.CLASSES : Task.LABELS;
      }
      default -> labels && !asNumbers ? Task.CLASSES : Task.NUMBERS;
    };
  }
}
