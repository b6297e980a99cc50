package org.sweetspot.measure.representation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Features;
import org.sweetspot.problem.LastLayer;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;

/**
 * Features, labels and predictions of the rows of a split, and the last layer. Shared by all
 * measures of one context. Memory: the features, at most a quarter of what the settings allow; of
 * larger splits a random part.
 */
final class FeatureTable {
  private final Matrix features;
  private final @Nullable Matrix weight;
  private final int[] labels;
  private final int[] predicted;
  private final Conventions conventions;

  private FeatureTable(
      Matrix features,
      @Nullable Matrix weight,
      int[] labels,
      int[] predicted,
      Conventions conventions) {
    this.features = features;
    this.weight = weight;
    this.labels = labels;
    this.predicted = predicted;
    this.conventions = conventions;
  }

  /** Those of the split that is measured. */
  static FeatureTable of(MeasureContext context) {
    return context
        .bench()
        .shared(FeatureTable.class, context.bench().settings().split(), () -> read(context));
  }

  Matrix features() {
    return features;
  }

  /** Weight of the last layer, classes x width; none where the features are of another place. */
  Optional<Matrix> weight() {
    return Optional.ofNullable(weight);
  }

  int[] labels() {
    return labels;
  }

  /** The class that the network itself chooses, row by row. */
  int[] predicted() {
    return predicted;
  }

  Conventions conventions() {
    return conventions;
  }

  /** What reading costs: forward passes, and the features held. */
  static List<Work> work(MeasureContext context) {
    context.subject().require(Features.class);
    context.subject().require(Outputs.class);
    int size = context.sampling().requireExamples(context.bench().settings().split());
    Batch some = Batch.range(context.bench().settings().split(), 0, Math.min(2, size));
    Matrix features = features(context.subject().require(Features.class).lastLayer(some));
    double bytes =
        (double) Double.BYTES * size / some.size() * features.rows() * features.columns();
    return List.of(
        new Work(
            "features of the last layer",
            0,
            0,
            Math.min((long) bytes, context.bench().settings().memory() / 4)));
  }

  private static FeatureTable read(MeasureContext context) {
    Features source = context.subject().require(Features.class);
    Outputs outputs = context.subject().require(Outputs.class);
    int size = context.sampling().requireExamples(context.bench().settings().split());
    int[] order = context.sampling().stream("features").permutation(size);
    // Two examples tell how many rows each has, and how wide they are; some modules refuse one.
    int[] two = Arrays.copyOf(order, Math.min(2, size));
    LastLayer asked = source.lastLayer(Batch.of(context.bench().settings().split(), two));
    Matrix first = features(asked);
    long rowsEach = first.rows() / two.length;
    int width = first.columns();
    long fitting = context.bench().settings().memory() / 32 / Math.max(1, width * rowsEach);
    int count = (int) Math.max(2, Math.min(size, fitting));
    boolean whole = count >= size;
    Batch batch =
        whole
            ? Batch.range(context.bench().settings().split(), 0, size)
            : Batch.of(context.bench().settings().split(), Arrays.copyOf(order, count));
    int rows = ArraySize.of("rows of features", rowsEach, batch.size());
    double[] features = new double[ArraySize.of("features", rows, width)];
    int[] labels = new int[rows];
    int[] predicted = new int[rows];
    @Nullable Matrix weight = null;
    int row = 0;
    List<Batch> chunks = context.sampling().chunks(batch);
    for (Batch chunk : chunks) {
      LastLayer layer = source.lastLayer(chunk);
      Matrix some = features(layer);
      Predictions answers = outputs.predictions(chunk, Mode.EVALUATE);
      if (answers.rows() != some.rows()) {
        throw new NotApplicableException(
            "needs a label for each row of outputs; here some labels are ignored");
      }
      if (layer instanceof LastLayer.Seen seen) {
        weight = seen.weight();
        requireRows(weight, answers.classes());
      }
      double[] part = some.entries();
      System.arraycopy(part, 0, features, row * width, part.length);
      for (int i = 0; i < answers.rows(); i++) {
        labels[row] = answers.label(i);
        predicted[row++] = answers.predicted(i);
      }
    }
    return new FeatureTable(
        new Matrix(rows, width, features),
        weight,
        labels,
        predicted,
        Conventions.of(Conventions.MODE, Mode.EVALUATE.words())
            .and(
                Conventions.DATA,
                (whole ? "all " : count + " random of ")
                    + size
                    + " "
                    + Sampling.name(context.bench().settings().split())
                    + " examples ("
                    + rows
                    + " rows), not augmented")
            .and(Conventions.DEFINITION, "features of width " + width + place(asked)));
  }

  private static String place(LastLayer layer) {
    return layer instanceof LastLayer.Inner inner
        ? " at " + inner.place()
        : " that enter the last layer";
  }

  private static Matrix features(LastLayer layer) {
    if (layer instanceof LastLayer.Inner inner) {
      return inner.features();
    }
    if (layer instanceof LastLayer.Hidden hidden) {
      throw new NotApplicableException(hidden.reason());
    }
    return ((LastLayer.Seen) layer).features();
  }

  private static void requireRows(Matrix weight, int classes) {
    if (weight.rows() != classes) {
      throw new NotApplicableException(
          "needs a last layer with a row of weights for each class; this one has "
              + weight.rows()
              + " output for "
              + classes
              + " classes");
    }
  }
}
