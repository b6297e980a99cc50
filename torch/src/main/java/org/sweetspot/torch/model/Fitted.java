package org.sweetspot.torch.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
  public Fitted saying(String reason) {
    return new Fitted(loss, data, view, asNumbers, why.equals("as asked") ? why : reason);
  }

  /** The same with something more to say of how it was read, whoever asked for the loss. */
  Fitted reading(String more) {
    return new Fitted(loss, data, view, asNumbers, why + "; " + more);
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

  /** Why there is no class for each row to speak of; empty where there is. */
  public Optional<String> whyNoClasses() {
    return switch (task()) {
      case CLASSES -> Optional.empty();
      case SHARES ->
          Optional.of(
              "needs a true class for each example; here the targets are probabilities of classes");
      case LABELS ->
          Optional.of(
              "needs one class for each example; here each has several labels (see label-accuracy"
                  + " and label-f1)");
      case NUMBERS ->
          Optional.of(
              "needs a classifier; here the targets are real numbers (see r2, mean-absolute-error"
                  + " and rmse)");
    };
  }

  /**
   * Which loss, inputs and outputs were taken, and why, by subject.
   *
   * @param formula of the loss, in words
   * @param network what was taken for what in a module
   */
  public Map<String, String> readings(String formula, Map<String, String> network) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("loss", formula + "; " + why);
    words.putAll(network);
    if (!data.notes().isEmpty()) {
      words.put("data", String.join("; ", data.notes()));
    }
    return words;
  }
}
