package org.sweetspot.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.LastLayer;

/** Features that the last product of a graph takes in. */
record NodeFeatures(OnnxProblem problem, LastProduct product) implements Features {
  /** Found on a few examples; none where no product gives the logits. */
  static Optional<Features> last(OnnxProblem problem, OnnxNodes nodes, Batch few) {
    Matrix logits = logits(problem, few);
    if (logits.rows() < 2) {
      return Optional.empty();
    }
    Map<String, Table> values = problem.values(few, LastProduct.wanted(nodes));
    return LastProduct.of(nodes, values, logits).map(found -> new NodeFeatures(problem, found));
  }

  private static Matrix logits(OnnxProblem problem, Batch batch) {
    double[] logits = problem.answers().logits(problem.outputs(batch));
    int classes = problem.answers().classes();
    return new Matrix(logits.length / classes, classes, logits);
  }

  /** What stands at a node, a row for each row of logits. */
  static LastLayer at(OnnxProblem problem, String place, Batch batch) {
    Table found = problem.values(batch, place);
    int rows = batch.size() * problem.answers().rows();
    boolean fits = problem.answers().isSingle() || found.last() * (long) rows == size(found);
    if (size(found) == 0 || size(found) % rows != 0 || !fits) {
      return new LastLayer.Hidden(
          "needs a row of features for each row of logits; "
              + place
              + " has the shape "
              + java.util.Arrays.toString(found.shape())
              + " for "
              + rows
              + " rows");
    }
    return new LastLayer.Inner(new Matrix(rows, size(found) / rows, found.entries()), place);
  }

  private static int size(Table table) {
    return table.entries().length;
  }

  @Override
  public LastLayer lastLayer(Batch batch) {
    Map<String, Table> values =
        problem.values(batch, List.of(product.features(), product.matrix()));
    int rows = batch.size() * problem.answers().rows();
    int classes = problem.answers().classes();
    Optional<Matrix> weight = product.weight(values, classes);
    Optional<Matrix> features =
        weight.flatMap(known -> product.features(values, rows, known.columns()));
    if (weight.isEmpty() || features.isEmpty()) {
      return new LastLayer.Hidden("needs a last layer of the same shape on every batch");
    }
    return new LastLayer.Seen(features.get(), weight.get(), product.bias());
  }
}
