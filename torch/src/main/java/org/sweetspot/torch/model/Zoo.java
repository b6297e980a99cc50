package org.sweetspot.torch.model;

import java.util.Optional;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.Examples;
import org.sweetspot.recipe.LossRecipe;
import org.sweetspot.recipe.ModelRecipe;

/** Every architecture of ours that a recipe can name. */
public final class Zoo {
  private Zoo() {}

  /**
   * A network, and data and loss that suit it.
   *
   * @param network to be closed
   * @param fitted data, loss and outputs
   */
  public record Opened(Network network, Fitted fitted) {}

  /**
   * The network of a recipe, fitted to the data's shape; the caller closes it.
   *
   * @param asked the loss; cross-entropy where none is given
   * @throws IllegalArgumentException if the data do not suit model and loss
   */
  public static Opened open(ModelRecipe recipe, DataSet data, Optional<LossRecipe> asked) {
    LossRecipe loss = asked.orElse(LossRecipe.DEFAULT);
    long outputs = outputs(data.train(), loss);
    long rows = data.train().targets() instanceof ClassLabels labels ? labels.perExample() : 1;
    long[] shape = rows == 1 ? new long[] {1, outputs} : new long[] {1, rows, outputs};
    Fitted fitted =
        new TargetFit(Optional.of(loss), data, shape, new TargetFit.OutputSigns(false, false), "")
            .fit(1);
    Task task = new Task(data.train().shape(), Math.toIntExact(outputs), data.text());
    return new Opened(network(recipe, task), fitted);
  }

  /** As many as the targets need: one for labels 0 and 1 under binary cross-entropy. */
  private static long outputs(Examples examples, LossRecipe loss) {
    if (examples.targets() instanceof ClassLabels labels) {
      return loss.kind() == LossRecipe.Kind.BINARY_CROSS_ENTROPY && labels.classes() == 2
          ? 1
          : labels.classes();
    }
    return examples.labelsPerExample();
  }

  private static Network network(ModelRecipe recipe, Task task) {
    if (recipe instanceof ModelRecipe.Linear linear) {
      return FullyConnected.linear(linear, task);
    } else if (recipe instanceof ModelRecipe.Mlp mlp) {
      return FullyConnected.mlp(mlp, task);
    } else if (recipe instanceof ModelRecipe.Cnn cnn) {
      return Convolutional.images(cnn, task);
    } else if (recipe instanceof ModelRecipe.Audio audio) {
      return Convolutional.signals(audio, task);
    } else if (recipe instanceof ModelRecipe.Residual residual) {
      return ResidualNetwork.build(residual, task);
    } else if (recipe instanceof ModelRecipe.Transformer transformer) {
      return LanguageModel.build(transformer, task);
    }
    throw new IllegalStateException("model: expected a known kind, got " + recipe);
  }
}
