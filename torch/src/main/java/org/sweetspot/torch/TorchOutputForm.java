package org.sweetspot.torch;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.torch.model.Task;

/**
 * How the loss depends on the outputs, and they on single weights.
 *
 * @param model whose
 * @param task what the targets are
 * @param single how outputs depend on single weights
 */
record TorchOutputForm(TorchModel model, Task task, SingleWeights single) implements OutputForm {
  @Override
  public OutputLoss outputLoss() {
    return model.objective().outputLoss();
  }

  @Override
  public OutputTable outputTable(Batch batch, Mode mode) {
    return OutputRows.table(model, batch, mode);
  }

  @Override
  public Linearity linearity(Mode mode) {
    return single.in(mode);
  }
}
