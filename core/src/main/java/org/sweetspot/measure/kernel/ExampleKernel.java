package org.sweetspot.measure.kernel;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.OutputShape;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.problem.TangentKernel;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterVector;

/**
 * The empirical tangent kernel of some examples at some weights: K_ij = sum over classes c of the
 * inner product of the gradients of z_ic and z_jc, with the examples' labels.
 *
 * <p>On all examples of the split, or {@value #EXAMPLES} random ones where there are more than
 * twice as many. Shared by all measures of one context.
 */
final class ExampleKernel {
  static final int EXAMPLES = 256;
  static final String CURRENT = "tangent kernel";
  static final int BLOCKS = 20;

  private final Matrix kernel;
  private final Matrix labels;

  private ExampleKernel(Matrix kernel, Matrix labels) {
    this.kernel = kernel;
    this.labels = labels;
  }

  /** At the current weights. */
  static ExampleKernel current(MeasureContext context) {
    return context
        .bench()
        .shared(
            ExampleKernel.class,
            "current",
            () -> of(context, context.subject().problem().parameters()));
  }

  /** At the initial weights. */
  static ExampleKernel initial(MeasureContext context) {
    return context
        .bench()
        .shared(ExampleKernel.class, "initial", () -> of(context, requireInitial(context)));
  }

  static ParameterVector requireInitial(MeasureContext context) {
    ParameterVector initial = context.subject().facts().initial();
    if (initial == null) {
      throw new NotApplicableException(
          "the initial weights are not known; measure a run that kept its first snapshot");
    }
    return initial;
  }

  /** At any weights. */
  static ExampleKernel of(MeasureContext context, ParameterVector weights) {
    TangentKernel source = context.subject().require(TangentKernel.class);
    Batch batch = batch(context);
    Predictions answers =
        context.subject().require(Outputs.class).predictions(batch, Mode.EVALUATE);
    requireKernel(OutputShape.of(context), batch.size());
    Matrix kernel = source.tangentKernel(batch, weights, context.bench().settings().memory());
    context.bench().work().addGradients(passes(context, answers.classes()));
    for (double entry : kernel.entries()) {
      if (!Double.isFinite(entry)) {
        throw new UndefinedException("tangent kernel: expected finite entries, got " + entry);
      }
    }
    if (answers.rows() != batch.size() || answers.classes() < 2) {
      throw new NotApplicableException("needs a label for each example, and at least two classes");
    }
    double[] oneHot = new double[batch.size() * answers.classes()];
    for (int i = 0; i < batch.size(); i++) {
      oneHot[i * answers.classes() + answers.label(i)] = 1;
    }
    return new ExampleKernel(kernel, new Matrix(batch.size(), answers.classes(), oneHot));
  }

  /**
   * One kernel as the plan shows it: a gradient for each class and example. Where the examples'
   * gradients don't fit the memory that is set, some are computed again, which is not counted.
   */
  static List<Work> work(MeasureContext context, String name) {
    context.subject().require(TangentKernel.class);
    context.subject().require(Outputs.class);
    Batch batch = batch(context);
    OutputShape shape = OutputShape.of(context);
    requireKernel(shape, batch.size());
    double square = 8.0 * batch.size() * batch.size();
    double bytes = context.bench().settings().memory() + square;
    return List.of(new Work(name, passes(context, shape.classes()), 0, (long) bytes));
  }

  private static double passes(MeasureContext context, int classes) {
    return (double) classes * batch(context).size() / context.sampling().batch().size();
  }

  private static void requireKernel(OutputShape shape, int examples) {
    if (shape.rows() != 1) {
      throw new NotApplicableException(
          "needs one row of logits for each example, got "
              + shape.rows()
              + " (text): its kernel would be one over tokens");
    }
    if (examples < 2) {
      throw new NotApplicableException("needs at least two examples");
    }
  }

  static Conventions conventions(MeasureContext context) {
    Batch batch = batch(context);
    int size = context.subject().problem().size(context.bench().settings().split());
    return Conventions.definition(
            "K_ij = sum over classes of <dz_ic/dw, dz_jc/dw>, all trained parameters, not divided"
                + " by the number of classes")
        .and(Conventions.MODE, Mode.EVALUATE.words())
        .and(
            Conventions.DATA,
            (batch.size() == size ? "all " : batch.size() + " random of ")
                + size
                + " "
                + Sampling.name(context.bench().settings().split())
                + " examples, not augmented");
  }

  int size() {
    return kernel.rows();
  }

  /** K, examples x examples. */
  Matrix kernel() {
    return kernel;
  }

  /** One-hot labels, examples x classes. */
  Matrix labels() {
    return labels;
  }

  /** All examples. */
  int[] all() {
    return IntStream.range(0, size()).toArray();
  }

  /** All examples but one block of {@value #BLOCKS}. */
  int[] without(int block) {
    int blocks = blocks();
    int from = (int) ((long) size() * block / blocks);
    int to = (int) ((long) size() * (block + 1) / blocks);
    return IntStream.range(0, size()).filter(i -> i < from || i >= to).toArray();
  }

  int blocks() {
    return Math.min(BLOCKS, size());
  }

  /** Jackknife over blocks of a number of some of the examples. */
  double error(java.util.function.ToDoubleFunction<int[]> number) {
    return Jackknife.standardError(blocks(), block -> number.applyAsDouble(without(block)));
  }

  /** The part of K of some examples. */
  Matrix part(int[] rows) {
    double[] entries = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        entries[i * rows.length + j] = kernel.get(rows[i], rows[j]);
      }
    }
    return new Matrix(rows.length, rows.length, entries);
  }

  /** Y Y' of some examples: one where the labels agree. */
  Matrix labelKernel(int[] rows) {
    double[] entries = new double[rows.length * rows.length];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows.length; j++) {
        double sum = 0;
        for (int c = 0; c < labels.columns(); c++) {
          sum += labels.get(rows[i], c) * labels.get(rows[j], c);
        }
        entries[i * rows.length + j] = sum;
      }
    }
    return new Matrix(rows.length, rows.length, entries);
  }

  private static Batch batch(MeasureContext context) {
    Split split = context.bench().settings().split();
    int size = context.sampling().requireExamples(split);
    if (size <= 2 * EXAMPLES) {
      return Batch.range(split, 0, size);
    }
    int[] order = context.sampling().stream("kernel").permutation(size);
    return Batch.of(split, Arrays.copyOf(order, EXAMPLES));
  }
}
