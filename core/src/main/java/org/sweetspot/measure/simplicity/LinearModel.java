package org.sweetspot.measure.simplicity;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Split;

/**
 * The model of lower complexity that a network is compared with: ridge regression of the one-hot
 * labels on the inputs.
 *
 * <pre>min over W, b of (1/n) sum_i ||W x_i + b - e_(y_i)||^2 + lambda ||W||_F^2,
 * lambda = {@value #RIDGE} tr(C) / d</pre>
 *
 * <p>C is the covariance of the inputs (over n) and d their number of features; b is not penalized.
 * It predicts the class of its largest output. Where d is at most {@value #FEATURES} it is fitted
 * on up to {@value #EXAMPLES} training examples; else on up to {@value #ROWS}, as many as a quarter
 * of the memory holds, by W = A' X with the dual system (X X' / n + lambda) A = Y / n of centred
 * rows. Beyond these numbers the examples are drawn at random. Cost: n d^2 / 2 (dual: n^2 d / 2)
 * multiplications and a Cholesky decomposition; one forward pass.
 */
final class LinearModel {
  static final int FEATURES = 1024;
  static final int EXAMPLES = 10_000;
  static final int ROWS = 2048;
  static final double RIDGE = 0.01;

  private final int classes;
  private final double[] inputMean;
  private final double[] bias;
  private final double[][] weights;
  private final int examples;

  private LinearModel(int examples, double[] inputMean, double[] bias, double[][] weights) {
    this.examples = examples;
    this.classes = bias.length;
    this.inputMean = inputMean;
    this.bias = bias;
    this.weights = weights;
  }

  /** The model that all measures of a context share. */
  static LinearModel of(MeasureContext context) {
    return context.bench().shared(LinearModel.class, Split.TRAIN, () -> fit(context));
  }

  /** What there must be, so that plans and answers refuse alike. */
  static Inputs require(MeasureContext context) {
    Inputs inputs = context.subject().require(Inputs.class);
    context.subject().require(Outputs.class);
    if (inputs.inputShape().isEmpty()) {
      throw new NotApplicableException("needs inputs that are numbers; these are text");
    }
    return inputs;
  }

  /** What fitting it costs besides forward passes. */
  static Work work(MeasureContext context) {
    long d = features(context);
    long side = d > FEATURES ? batch(context, (int) d).size() : d;
    long rows = d > FEATURES ? side * d : 0;
    return new Work("linear model of the labels", 0, 0, Double.BYTES * (3 * side * side + rows));
  }

  /** Number of features of an example. */
  static int features(MeasureContext context) {
    return ArraySize.of(
        "inputs of an example",
        require(context).inputShape().stream().mapToLong(Integer::longValue).toArray());
  }

  private static Batch batch(MeasureContext context, int features) {
    int size = context.sampling().requireExamples(Split.TRAIN);
    long fitting = context.bench().settings().memory() / (4L * Double.BYTES * features);
    int most = features > FEATURES ? (int) Math.max(2, Math.min(ROWS, fitting)) : EXAMPLES;
    if (size <= most) {
      return Batch.range(Split.TRAIN, 0, size);
    }
    int[] order = context.sampling().stream("linear-model").permutation(size);
    return Batch.of(Split.TRAIN, Arrays.copyOf(order, most));
  }

  private static LinearModel fit(MeasureContext context) {
    int d = features(context);
    LabelledRows rows = LabelledRows.of(context, batch(context, d), d);
    return d > FEATURES ? dual(rows) : primal(rows);
  }

  static LinearModel primal(LabelledRows rows) {
    int d = rows.features();
    double[][] covariance = new double[d][d];
    double[][] cross = new double[d][rows.classes()];
    rows.visit(
        (i, row) -> {
          for (int a = 0; a < d; a++) {
            double scaled = row[a] / rows.size();
            double[] target = covariance[a];
            for (int b = 0; b <= a; b++) {
              target[b] += scaled * row[b];
            }
            for (int c = 0; c < rows.classes(); c++) {
              cross[a][c] += scaled * rows.target(i, c);
            }
          }
        });
    double trace = 0;
    for (int a = 0; a < d; a++) {
      trace += covariance[a][a];
    }
    return new LinearModel(
        rows.size(), rows.mean(), rows.shares(), solve(covariance, ridge(trace, d), cross));
  }

  static LinearModel dual(LabelledRows table) {
    int n = table.size();
    int d = table.features();
    double[][] rows = new double[n][];
    table.visit((i, row) -> rows[i] = row.clone());
    double[][] gram = new double[n][n];
    double[][] targets = new double[n][table.classes()];
    double trace = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int a = 0; a < d; a++) {
          sum += rows[i][a] * rows[j][a];
        }
        gram[i][j] = sum / n;
      }
      trace += gram[i][i];
      for (int c = 0; c < table.classes(); c++) {
        targets[i][c] = table.target(i, c) / n;
      }
    }
    double[][] coefficients = solve(gram, ridge(trace, d), targets);
    double[][] weights = new double[d][table.classes()];
    for (int i = 0; i < n; i++) {
      for (int a = 0; a < d; a++) {
        for (int c = 0; c < table.classes(); c++) {
          weights[a][c] += rows[i][a] * coefficients[i][c];
        }
      }
    }
    return new LinearModel(n, table.mean(), table.shares(), weights);
  }

  private static double ridge(double trace, int features) {
    if (!(trace > 0)) {
      throw new NotApplicableException(
          "a linear model needs inputs that differ; their total variance is " + trace);
    }
    return RIDGE * trace / features;
  }

  /** Solves (M + shift) X = R, M given by its lower triangle. */
  private static double[][] solve(double[][] lower, double shift, double[][] right) {
    for (int i = 0; i < lower.length; i++) {
      lower[i][i] += shift;
      for (int j = 0; j < i; j++) {
        lower[j][i] = lower[i][j];
      }
    }
    RealMatrix matrix = new Array2DRowRealMatrix(lower, false);
    return new CholeskyDecomposition(matrix, 1e-9, 0)
        .getSolver()
        .solve(new Array2DRowRealMatrix(right, false))
        .getData();
  }

  /** Outputs for inputs, examples x classes. */
  Matrix outputs(Matrix inputs) {
    double[] outputs = new double[inputs.rows() * classes];
    for (int i = 0; i < inputs.rows(); i++) {
      for (int c = 0; c < classes; c++) {
        outputs[i * classes + c] = bias[c];
      }
      for (int a = 0; a < inputs.columns(); a++) {
        double x = inputs.get(i, a) - inputMean[a];
        for (int c = 0; c < classes; c++) {
          outputs[i * classes + c] += x * weights[a][c];
        }
      }
    }
    return new Matrix(inputs.rows(), classes, outputs);
  }

  String words() {
    return "linear model: ridge regression of one-hot labels on the inputs, lambda = "
        + RIDGE
        + " of their mean variance, fitted on "
        + examples
        + " training examples";
  }
}
