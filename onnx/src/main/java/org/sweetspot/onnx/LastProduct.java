package org.sweetspot.onnx;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.matrix.Matrix;

/**
 * A product of the graph that gives the logits: z = W h + b, up to a number that all classes of a
 * row share. Found by trying the last ones of it.
 *
 * @param features name of the value h
 * @param matrix name of the value W
 * @param transposed whether W is kept as width x classes
 * @param bias b, 1 x classes
 */
record LastProduct(String features, String matrix, boolean transposed, Matrix bias) {
  private static final int TRIED = 3;
  private static final double ROUNDING = 1e-4;

  /** Values of the graph that must be known to find it. */
  static List<String> wanted(OnnxNodes nodes) {
    List<String> names = new ArrayList<>();
    for (OnnxNodes.Node node : candidates(nodes)) {
      names.add(node.inputs().get(0));
      names.add(node.inputs().get(1));
    }
    return names.stream().distinct().toList();
  }

  private static List<OnnxNodes.Node> candidates(OnnxNodes nodes) {
    List<OnnxNodes.Node> products =
        new ArrayList<>(
            nodes.all().stream()
                .filter(node -> node.operator().equals("Gemm") || node.operator().equals("MatMul"))
                .filter(node -> node.inputs().size() >= 2)
                .toList());
    Collections.reverse(products);
    return products.subList(0, Math.min(TRIED, products.size()));
  }

  /**
   * The product that gives these logits; none where no product does.
   *
   * @param values of the graph, by name
   */
  static Optional<LastProduct> of(OnnxNodes nodes, Map<String, Table> values, Matrix logits) {
    for (OnnxNodes.Node node : candidates(nodes)) {
      Table features = values.get(node.inputs().get(0));
      Table matrix = values.get(node.inputs().get(1));
      if (features == null || matrix == null || matrix.shape().length != 2) {
        continue;
      }
      for (boolean transposed : new boolean[] {true, false}) {
        LastProduct tried =
            new LastProduct(
                node.inputs().get(0),
                node.inputs().get(1),
                transposed,
                new Matrix(1, 0, new double[0]));
        Optional<Matrix> bias =
            tried
                .weight(values, logits.columns())
                .flatMap(weight -> tried.rest(values, weight, logits));
        if (bias.isPresent()) {
          return bias.map(b -> new LastProduct(tried.features, tried.matrix, tried.transposed, b));
        }
      }
    }
    return Optional.empty();
  }

  /** W, classes x width; none where the value is no such matrix. */
  Optional<Matrix> weight(Map<String, Table> values, int classes) {
    Table table = values.get(matrix);
    if (table == null || table.shape().length != 2) {
      return Optional.empty();
    }
    int outputs = Math.toIntExact(table.shape()[transposed ? 1 : 0]);
    int width = Math.toIntExact(table.shape()[transposed ? 0 : 1]);
    boolean single = outputs == 1 && classes == 2;
    if (outputs != classes && !single) {
      return Optional.empty();
    }
    double[] entries = new double[classes * width];
    for (int k = 0; k < outputs; k++) {
      for (int j = 0; j < width; j++) {
        // A single output is the second of two classes.
        entries[(single ? 1 : k) * width + j] =
            table.entries()[transposed ? j * outputs + k : k * width + j];
      }
    }
    return Optional.of(new Matrix(classes, width, entries));
  }

  /** h, rows x width; none where the value has other rows. */
  Optional<Matrix> features(Map<String, Table> values, int rows, int width) {
    Table table = values.get(features);
    if (table == null || table.last() != width || table.entries().length != (long) rows * width) {
      return Optional.empty();
    }
    return Optional.of(new Matrix(rows, width, table.entries()));
  }

  /** What all rows of logits have beside W h: b; none where they have not the same. */
  private Optional<Matrix> rest(Map<String, Table> values, Matrix weight, Matrix logits) {
    Optional<Matrix> seen = features(values, logits.rows(), weight.columns());
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    int classes = logits.columns();
    double[][] rest = new double[logits.rows()][classes];
    double[] mean = new double[classes];
    double largest = 0;
    for (int i = 0; i < logits.rows(); i++) {
      double shared = 0;
      for (int k = 0; k < classes; k++) {
        double sum = logits.get(i, k);
        largest = Math.max(largest, Math.abs(sum));
        for (int j = 0; j < weight.columns(); j++) {
          sum -= weight.get(k, j) * seen.get().get(i, j);
        }
        rest[i][k] = sum;
        shared += sum / classes;
      }
      for (int k = 0; k < classes; k++) {
        rest[i][k] -= shared;
        mean[k] += rest[i][k] / logits.rows();
      }
    }
    double allowed = ROUNDING * Math.max(1e-6, largest);
    for (double[] row : rest) {
      for (int k = 0; k < classes; k++) {
        if (!(Math.abs(row[k] - mean[k]) <= allowed)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(new Matrix(1, classes, mean));
  }
}
