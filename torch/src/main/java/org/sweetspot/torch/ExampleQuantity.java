package org.sweetspot.torch;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Batch;
import org.sweetspot.torch.tensor.Place;

/** What is differentiated: one number for each example, made of the network's outputs. */
@FunctionalInterface
interface ExampleQuantity {
  /**
   * One number for each example of a piece.
   *
   * @param from the piece's place in the batch
   */
  Tensor of(Tensor outputs, Batch piece, int from);

  /** The examples' losses. */
  static ExampleQuantity losses(TorchModel model) {
    return (outputs, piece, from) -> model.exampleLosses(outputs, piece);
  }

  /**
   * Weighted sums of the examples' outputs.
   *
   * @param coefficients examples x classes, for the whole batch that will be asked about
   * @param examples of that batch
   */
  static ExampleQuantity outputs(TorchModel model, double[] coefficients, int examples) {
    return (outputs, piece, from) -> {
      Tensor rows = TorchModel.rows(outputs);
      int classes = Math.toIntExact(rows.size(1));
      requireRows(rows.size(0), piece.size());
      if (coefficients.length != (long) examples * classes) {
        throw new IllegalArgumentException(
            "gradients of outputs: expected "
                + examples
                + " x "
                + classes
                + " coefficients, got "
                + coefficients.length);
      }
      double[] part =
          Arrays.copyOfRange(coefficients, from * classes, (from + piece.size()) * classes);
      Tensor weights =
          torch.from_blob(
              new DoublePointer(part),
              new long[] {piece.size(), classes},
              Place.cpu(ScalarType.Double));
      return rows.mul(model.space().place().cast(weights)).sum(1);
    };
  }

  private static void requireRows(long rows, int examples) {
    if (rows != examples) {
      throw new IllegalArgumentException(
          "gradients of outputs: expected one row of logits for each example, got "
              + rows
              + " rows for "
              + examples
              + " examples");
    }
  }
}
