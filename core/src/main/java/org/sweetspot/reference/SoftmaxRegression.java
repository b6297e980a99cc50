package org.sweetspot.reference;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.data.DataSet;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.GaussNewton;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Linearization;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.OutputForm;
import org.sweetspot.problem.OutputGradients;
import org.sweetspot.problem.OutputTable;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.SecondOrder;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ArraySpace;
import org.sweetspot.vector.ArrayVector;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterGroup.Role;
import org.sweetspot.vector.ParameterVector;

/**
 * Linear classification with exact formulas: logits W x + b, cross-entropy in nats, mean over
 * examples.
 *
 * <p>With p the softmax of the logits and y the one-hot label, an example's gradient is (p - y)
 * times (x, 1), and its Hessian the product of diag(p) - p p' with (x, 1)(x, 1)'. The model being
 * linear in its weights, the Gauss-Newton matrix equals the Hessian. Weights start at zero. Modes
 * make no difference. Parameters: "weight" (classes x features), "bias" (classes). Exact to
 * rounding; a gradient and a Hessian product cost 2 and 2 n K d multiplications.
 *
 * <p>An augmented batch adds normal noise of a given standard deviation to its inputs, drawn for
 * position i from the stream of key {@code augmentationKey + i}.
 */
public final class SoftmaxRegression
    implements Problem,
        SecondOrder,
        GaussNewton,
        PerExample,
        Outputs,
        Features,
        TangentKernel,
        Inputs,
        OutputGradients,
        OutputForm {
  /** Labelled rows; the arrays are not copied here. */
  public static final class Table {
    private final double[][] inputs;
    private final int[] labels;

    /**
     * Wraps the arrays.
     *
     * @param inputs one row of features for each example
     * @param labels the class of each example
     */
    public Table(double[][] inputs, int[] labels) {
      this.inputs = inputs;
      this.labels = labels;
    }
  }

  private final int classes;
  private final int features;
  private final double jitter;
  private final Map<Split, Table> tables = new EnumMap<>(Split.class);
  private final ArrayVector weights;
  private final ArrayVector buffers = ArraySpace.of("buffers", 0).zero();

  /**
   * Starts at weights of zero.
   *
   * @param classes number of classes
   * @param jitter standard deviation of the noise that augmentation adds to the inputs
   * @param tables the splits that have examples; the training split must
   */
  public SoftmaxRegression(int classes, double jitter, Map<Split, Table> tables) {
    Table train = tables.get(Split.TRAIN);
    if (train == null || train.inputs.length == 0) {
      throw new IllegalArgumentException(
          "softmax regression: expected training examples, got none");
    }
    this.classes = classes;
    this.features = train.inputs[0].length;
    this.jitter = jitter;
    tables.forEach((split, table) -> this.tables.put(split, checked(split, table)));
    long weightCount = (long) classes * features;
    this.weights =
        new ArraySpace(
                List.of(
                    new ParameterGroup(
                        "weight", Role.WEIGHT, 0, List.of((long) classes, (long) features)),
                    new ParameterGroup("bias", Role.BIAS, weightCount, List.of((long) classes))))
            .zero();
  }

  /** Softmax regression on a data set, whose inputs are taken as plain vectors. */
  public static SoftmaxRegression of(DataSet data, double jitter) {
    if (data.text()) {
      throw new IllegalArgumentException(
          "softmax regression: expected images, signals or vectors, got the text " + data.name());
    }
    Map<Split, Table> tables = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      if (data.examples(split).count() > 0) {
        tables.put(split, Tables.read(data.examples(split)));
      }
    }
    return new SoftmaxRegression(data.train().classes(), jitter, tables);
  }

  @Override
  public ArrayVector parameters() {
    return weights;
  }

  @Override
  public ArrayVector buffers() {
    return buffers;
  }

  @Override
  public int size(Split split) {
    Table table = tables.get(split);
    return table == null ? 0 : table.labels.length;
  }

  @Override
  public double loss(Batch batch, Mode mode) {
    return forward(batch).loss();
  }

  @Override
  public double gradient(Batch batch, Mode mode, ParameterVector into) {
    SoftmaxPass pass = forward(batch);
    into.set(pass.gradient());
    return pass.loss();
  }

  @Override
  public Linearization linearize(Batch batch, Mode mode) {
    SoftmaxPass pass = forward(batch);
    return new MatrixGraph(
        pass.loss(), weights.space().zero().set(pass.gradient()), pass::hessianProduct);
  }

  @Override
  public void gaussNewtonProduct(
      Batch batch, Mode mode, ParameterVector argument, ParameterVector result) {
    result.set(forward(batch).hessianProduct(argument.toArray()));
  }

  @Override
  public double[] losses(Batch batch) {
    return forward(batch).losses();
  }

  @Override
  public double[] squaredGradientNorms(Batch batch) {
    return forward(batch).squaredGradientNorms();
  }

  @Override
  public void gradients(Batch batch, GradientVisitor visitor) {
    SoftmaxPass pass = forward(batch);
    try (ArrayVector gradient = weights.space().zero()) {
      for (int i = 0; i < batch.size(); i++) {
        visitor.visit(i, gradient.set(pass.gradient(i)));
      }
    }
  }

  @Override
  public void outputGradients(Batch batch, double[] coefficients, GradientVisitor visitor) {
    if (coefficients.length != (long) batch.size() * classes) {
      throw new IllegalArgumentException(
          "gradients of outputs: expected "
              + batch.size()
              + " x "
              + classes
              + " coefficients, got "
              + coefficients.length);
    }
    SoftmaxPass pass = forward(batch);
    try (ArrayVector gradient = weights.space().zero()) {
      for (int i = 0; i < batch.size(); i++) {
        double[] row = Arrays.copyOfRange(coefficients, i * classes, (i + 1) * classes);
        visitor.visit(i, gradient.set(pass.outputGradient(i, row)));
      }
    }
  }

  @Override
  public OutputTable outputTable(Batch batch, Mode mode) {
    return OutputTable.softmax(classes, forward(batch).logits().entries());
  }

  @Override
  public OutputLoss outputLoss() {
    return OutputLoss.CROSS_ENTROPY;
  }

  @Override
  public Linearity linearity(Mode mode) {
    return Linearity.PIECEWISE_LINEAR;
  }

  @Override
  public Predictions predictions(Batch batch, Mode mode) {
    return forward(batch).predictions();
  }

  /** The features are the inputs themselves. */
  @Override
  public LastLayer lastLayer(Batch batch) {
    double[] all = weights.toArray();
    return new LastLayer.Seen(
        inputs(batch),
        new Matrix(classes, features, Arrays.copyOf(all, classes * features)),
        new Matrix(1, classes, Arrays.copyOfRange(all, classes * features, all.length)));
  }

  /** K_ij = classes (x_i . x_j + 1), whatever the weights. */
  @Override
  public Matrix tangentKernel(Batch batch, ParameterVector at, long bytes) {
    Matrix x = inputs(batch);
    int n = x.rows();
    double[] kernel = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 1;
        for (int k = 0; k < features; k++) {
          sum += x.get(i, k) * x.get(j, k);
        }
        kernel[i * n + j] = classes * sum;
      }
    }
    return new Matrix(n, n, kernel);
  }

  @Override
  public List<Integer> inputShape() {
    return List.of(features);
  }

  @Override
  public Matrix inputs(Batch batch) {
    Table table = tables.get(batch.split());
    int[] rows = Rows.checked(batch, size(batch.split()));
    double[] numbers = new double[rows.length * features];
    for (int i = 0; i < rows.length && table != null; i++) {
      System.arraycopy(table.inputs[rows[i]], 0, numbers, i * features, features);
    }
    return new Matrix(rows.length, features, numbers);
  }

  @Override
  public Matrix logits(Matrix inputs, ParameterVector at) {
    double[][] rows = new double[inputs.rows()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(inputs.entries(), i * features, (i + 1) * features);
    }
    return new SoftmaxPass(classes, rows, new int[rows.length], at.toArray()).logits();
  }

  @Override
  public void close() {
    weights.close();
    buffers.close();
  }

  private SoftmaxPass forward(Batch batch) {
    Table table = tables.get(batch.split());
    int[] rows = Rows.checked(batch, size(batch.split()));
    double[][] inputs = new double[rows.length][];
    int[] labels = new int[rows.length];
    for (int i = 0; i < rows.length && table != null; i++) {
      inputs[i] = table.inputs[rows[i]];
      labels[i] = table.labels[rows[i]];
      if (batch.isAugmented() && jitter > 0) {
        inputs[i] = noisy(inputs[i], new RandomStream(batch.augmentationKey() + i, 0));
      }
    }
    return new SoftmaxPass(classes, inputs, labels, weights.toArray());
  }

  private double[] noisy(double[] input, RandomStream stream) {
    double[] copy = input.clone();
    for (int j = 0; j < copy.length; j++) {
      copy[j] += jitter * stream.nextGaussian();
    }
    return copy;
  }

  private Table checked(Split split, Table table) {
    if (table.inputs.length != table.labels.length) {
      throw new IllegalArgumentException(
          split
              + ": expected one label for each of "
              + table.inputs.length
              + " inputs, got "
              + table.labels.length);
    }
    for (int label : table.labels) {
      if (label < 0 || label >= classes) {
        throw new IllegalArgumentException(
            split + ": expected labels from 0 to " + (classes - 1) + ", got " + label);
      }
    }
    return new Table(Rows.copy(split + " inputs", table.inputs, features), table.labels.clone());
  }
}
