package org.sweetspot.torch;

import java.util.Arrays;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm.OutputLoss;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Predictions;
import org.sweetspot.torch.model.Order;

/** Brings a network's outputs and the targets beside them over from libtorch. */
final class OutputRows {
  private final TorchModel model;
  private final Mode mode;
  private final Numbers outputs = new Numbers();
  private final Numbers targets = new Numbers();
  private final Numbers curvature = new Numbers();
  private final boolean softmax;
  private boolean labels;
  private int columns = 1;

  /** Numbers one after another. */
  private static final class Numbers {
    private double[] values = new double[0];
    private int size;

    /** Adds a tensor's; the whole batch needs as many times more as it has more examples. */
    private void add(Tensor tensor, Batch piece, Batch batch) {
      Tensor local = tensor.detach().cpu().to(ScalarType.Double).contiguous();
      int length = Math.toIntExact(local.numel());
      if (values.length == 0) {
        values = new double[Math.toIntExact((long) length / piece.size() * batch.size())];
      }
      if (length > 0) {
        new DoublePointer(local.data_ptr()).get(values, size, length);
      }
      size += length;
    }
  }

  private OutputRows(TorchModel model, Batch batch, Mode mode, boolean bends) {
    this.model = model;
    this.mode = mode;
    this.softmax = model.objective().outputLoss() == OutputLoss.CROSS_ENTROPY;
    for (Batch piece : Pieces.of(model.network(), batch, mode)) {
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        read(piece, batch, bends);
      }
    }
  }

  private void read(Batch piece, Batch batch, boolean bends) {
    Tensor rows =
        TorchModel.rows(model.bound().forward(model.data().inputs(piece), mode, Order.FIRST));
    Wanted wanted = model.data().wanted(piece);
    columns = Math.toIntExact(rows.size(1));
    labels = wanted.hasLabels();
    outputs.add(rows, piece, batch);
    if (!bends) {
      targets.add(wanted.target(), piece, batch);
      if (wanted.isWeighted()) {
        curvature.add(wanted.weights(), piece, batch);
      }
      return;
    }
    Objective objective = model.objective();
    if (!softmax) {
      targets.add(objective.numbers(rows, wanted, mode), piece, batch);
    }
    curvature.add(
        softmax
            ? objective.softmaxWeights(rows, wanted, mode)
            : objective.diagonal(rows, wanted, mode),
        piece,
        batch);
  }

  /** A row of logits for each label of a batch that is not ignored. */
  static Predictions of(TorchModel model, Batch batch, Mode mode) {
    OutputRows rows = new OutputRows(model, batch, mode, false);
    double[] truth = rows.targets.values;
    double[] weights = rows.curvature.values;
    boolean single = rows.columns == 1 && !rows.labels;
    int classes = single ? 2 : rows.columns;
    double[] logits = new double[truth.length * classes];
    int[] labels = new int[truth.length];
    int at = 0;
    for (int row = 0; row < truth.length; row++) {
      if (weights.length > 0 && weights[row] == 0) {
        continue;
      }
      labels[at] = (int) truth[row];
      if (single) {
        logits[2 * at + 1] = rows.outputs.values[row];
      } else {
        System.arraycopy(rows.outputs.values, row * classes, logits, at * classes, classes);
      }
      at++;
    }
    return new Predictions(classes, Arrays.copyOf(logits, at * classes), Arrays.copyOf(labels, at));
  }

  /** Outputs, targets and curvature. */
  static OutputTable table(TorchModel model, Batch batch, Mode mode) {
    OutputRows rows = new OutputRows(model, batch, mode, true);
    return new OutputTable(
        rows.softmax ? OutputTable.Form.SOFTMAX : OutputTable.Form.SEPARATE,
        rows.columns,
        rows.outputs.values,
        rows.curvature.values,
        rows.targets.values);
  }

  /** Loss of each example as the network is used. */
  static double[] losses(TorchModel model, Batch batch) {
    double[] losses = new double[batch.size()];
    int at = 0;
    for (Batch piece : Pieces.of(model.network(), batch, Mode.EVALUATE)) {
      try (PointerScope scope = model.enter();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor outputs =
            model.bound().forward(model.data().inputs(piece), Mode.EVALUATE, Order.FIRST);
        Tensor each = model.exampleLosses(outputs, piece);
        Tensor local = each.cpu().to(ScalarType.Double).contiguous();
        new DoublePointer(local.data_ptr()).get(losses, at, piece.size());
        at += piece.size();
      }
    }
    return losses;
  }
}
