package org.sweetspot.measure;

import java.util.Optional;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;

/**
 * How many numbers a model puts out for an example, as a pass over two examples shows: some modules
 * cannot be applied to one.
 *
 * @param rows of logits: one, or one for each token
 * @param classes outputs in a row
 */
public record OutputShape(int rows, int classes) {
  /**
   * The shape that all measures of a context share.
   *
   * @throws NotApplicableException if the model shows no outputs
   */
  public static OutputShape of(MeasureContext context) {
    return context
        .bench()
        .shared(
            OutputShape.class,
            "",
            () -> {
              Batch some =
                  context
                      .sampling()
                      .batch()
                      .slice(0, Math.min(2, context.sampling().batch().size()));
              Optional<OutputForm> form = context.subject().problem().ability(OutputForm.class);
              if (form.isPresent()) {
                OutputTable table = form.get().outputTable(some, context.subject().mode());
                return new OutputShape(table.rows() / some.size(), table.outputs());
              }
              Outputs outputs = context.subject().require(Outputs.class);
              Predictions seen = outputs.predictions(some, context.subject().mode());
              return new OutputShape(seen.rows() / some.size(), seen.classes());
            });
  }
}
