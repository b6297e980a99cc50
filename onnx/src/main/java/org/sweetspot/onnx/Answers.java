package org.sweetspot.onnx;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.sweetspot.data.ClassLabels;
import org.sweetspot.data.DataSet;
import org.sweetspot.data.LabelRange;
import org.sweetspot.data.RealTargets;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.RefusedException;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.LossRecipe;

/**
 * What a model's outputs are compared with. Classes: softmax cross-entropy in nats, the mean over
 * rows that count. Real targets: half the squared distance, summed over outputs, the mean over
 * examples.
 */
final class Answers {
  private final DataSet data;
  private final Optional<OutputReading> reading;
  private final int outputs;
  private final int rows;
  private final boolean classesFirst;

  private Answers(
      DataSet data, Optional<OutputReading> reading, int outputs, int rows, boolean classesFirst) {
    this.data = data;
    this.reading = reading;
    this.outputs = outputs;
    this.rows = rows;
    this.classesFirst = classesFirst;
  }

  /**
   * What follows from data, loss and the outputs on some examples.
   *
   * @param last the operator that makes the outputs
   */
  static Answers of(
      Path file, DataSet data, Optional<LossRecipe> loss, Table some, int examples, String last) {
    boolean classes = data.train().targets() instanceof ClassLabels;
    loss.ifPresent(asked -> requireLoss(asked.kind(), classes));
    int each = some.entries().length / Math.max(1, examples);
    if (!classes) {
      int wanted = data.train().targets().perExample();
      if (each != wanted) {
        throw misfit(file, wanted + " numbers for each example, as the targets have", some);
      }
      return new Answers(data, Optional.empty(), each, 1, false);
    }
    int rows = data.train().labelsPerExample();
    long[] shape = some.shape();
    int outputs = shape.length < 2 ? 1 : some.last();
    boolean first = false;
    if (each != (long) rows * outputs && shape.length > 2) {
      outputs = Math.toIntExact(shape[1]);
      first = true;
    }
    if (each != (long) rows * outputs) {
      throw misfit(file, rows + " rows of logits for each example, as there are labels", some);
    }
    Answers plain = new Answers(data, Optional.of(OutputReading.LOGITS), outputs, rows, first);
    OutputReading reading = OutputReading.of(plain.byRow(some), outputs, last);
    int known = reading.classes(outputs);
    LabelRange labels = LabelRange.of(data);
    if (!labels.fits(known)) {
      throw new RefusedException(
          file.toString(), labels.expected(known), labels.got(known), labels.remedy(known));
    }
    return new Answers(data, Optional.of(reading), outputs, rows, first);
  }

  private static void requireLoss(LossRecipe.Kind kind, boolean classes) {
    boolean fits =
        switch (kind) {
          case CROSS_ENTROPY, BINARY_CROSS_ENTROPY -> classes;
          case SQUARED -> !classes;
          case ABSOLUTE, HUBER -> false;
        };
    if (!fits) {
      throw new RefusedException(
          "--loss " + kind.name().toLowerCase(Locale.ROOT).replace('_', '-'),
          "cross-entropy for labels, squared for real targets, of an ONNX model",
          classes ? "labels" : "real targets",
          "leave --loss out");
    }
  }

  private static RefusedException misfit(Path file, String expected, Table some) {
    return new RefusedException(
        file.toString(),
        expected,
        "outputs of shape " + java.util.Arrays.toString(some.shape()),
        "give the data that the model was made for, or name the outputs with --output");
  }

  boolean isClassifier() {
    return reading.isPresent();
  }

  /** Whether an example has one row. */
  boolean isSingle() {
    return rows == 1;
  }

  /** Rows of an example. */
  int rows() {
    return rows;
  }

  /** Classes, or numbers that are answered. */
  int classes() {
    return reading.map(one -> one.classes(outputs)).orElse(outputs);
  }

  /** In words, for the provenance. */
  String words() {
    return reading
        .map(one -> one.words() + ", " + classes() + " classes")
        .orElse(outputs + " real numbers an example");
  }

  /** Whether labels of some rows count nowhere. */
  boolean hasIgnored() {
    for (Split split : Split.values()) {
      if (data.examples(split).targets() instanceof ClassLabels labels) {
        for (int i = 0; i < labels.size(); i++) {
          if (labels.get(i) == ClassLabels.IGNORED) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** Rows of logits, one after the other. */
  double[] logits(Table found) {
    return reading.orElseThrow().logits(byRow(found));
  }

  private double[] byRow(Table found) {
    if (!classesFirst) {
      return found.entries();
    }
    double[] turned = new double[found.entries().length];
    int places = rows;
    for (int i = 0; i < turned.length; i++) {
      int example = i / (outputs * places);
      int output = i / places % outputs;
      turned[(example * places + i % places) * outputs + output] = found.entries()[i];
    }
    return turned;
  }

  /** The label of a row of a batch, or {@link ClassLabels#IGNORED}. */
  int label(Batch batch, int[] indices, int row) {
    ClassLabels labels = data.examples(batch.split()).classLabels();
    return labels.get(indices[row / rows] * rows + row % rows);
  }

  /** The number that an output should be. */
  double target(Batch batch, int[] indices, int example, int output) {
    RealTargets targets = (RealTargets) data.examples(batch.split()).targets();
    return targets.values().get(indices[example] * outputs + output);
  }

  /** The mean loss of a batch. */
  double loss(Batch batch, Table found) {
    int[] indices = batch.indices();
    double sum = 0;
    int counted = 0;
    if (isClassifier()) {
      double[] logits = logits(found);
      int classes = classes();
      for (int row = 0; row < logits.length / classes; row++) {
        int label = label(batch, indices, row);
        if (label != ClassLabels.IGNORED) {
          sum += crossEntropy(logits, row * classes, classes, label);
          counted++;
        }
      }
    } else {
      for (int i = 0; i < found.entries().length; i++) {
        double miss = found.entries()[i] - target(batch, indices, i / outputs, i % outputs);
        sum += miss * miss / 2;
      }
      counted = indices.length;
    }
    return sum / counted;
  }

  private static double crossEntropy(double[] logits, int from, int classes, int label) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < classes; k++) {
      largest = Math.max(largest, logits[from + k]);
    }
    double total = 0;
    for (int k = 0; k < classes; k++) {
      total += Math.exp(logits[from + k] - largest);
    }
    return Math.log(total) + largest - logits[from + label];
  }
}
