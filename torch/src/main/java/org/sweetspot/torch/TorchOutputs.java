package org.sweetspot.torch;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;

/**
 * Logits and labels.
 *
 * @param model whose
 */
record TorchOutputs(TorchModel model) implements Outputs {
  @Override
  public Predictions predictions(Batch batch, Mode mode) {
    return OutputRows.of(model, batch, mode);
  }

  @Override
  public boolean countsAllAlike() {
    return !model.data().weighs() && model.objective().recipe().classWeights().isEmpty();
  }
}
