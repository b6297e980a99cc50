package org.sweetspot.torch;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Predictions;
import org.sweetspot.torch.model.Order;

/** Brings a network's outputs and the labels beside them over from libtorch. */
final class OutputRows {
  private OutputRows() {}

  /** A row of logits for each label of a batch. */
  static Predictions of(TorchProblem problem, Batch batch, Mode mode) {
    double[] logits = new double[0];
    int[] labels = new int[batch.size() * problem.data().labelsPerExample(batch.split())];
    int row = 0;
    int classes = 1;
    for (Batch piece : Pieces.of(problem.network(), batch, mode)) {
      try (PointerScope scope = problem.enter();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor rows =
            TorchProblem.rows(
                    problem.bound().forward(problem.data().inputs(piece), mode, Order.FIRST))
                .cpu()
                .to(ScalarType.Double);
        Tensor truth = problem.data().labels(piece).cpu().to(ScalarType.Int);
        classes = Math.toIntExact(rows.size(1));
        if (logits.length == 0) {
          logits = new double[Math.multiplyExact(labels.length, classes)];
        }
        int length = Math.toIntExact(rows.size(0));
        Tensor contiguous = rows.contiguous();
        new DoublePointer(contiguous.data_ptr()).get(logits, row * classes, length * classes);
        new IntPointer(truth.data_ptr()).get(labels, row, length);
        row += length;
      }
    }
    return new Predictions(classes, logits, labels);
  }
}
