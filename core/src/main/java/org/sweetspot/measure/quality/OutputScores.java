package org.sweetspot.measure.quality;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.ArraySize;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.UndefinedException;

/**
 * What each row of a split's outputs says, for the network as it is used, or in the mode of the
 * settings.
 *
 * <p>Rows are examples (for language models: tokens). Cost: one forward pass over the split, shared
 * by all measures of one context. Logits are kept where they fit a quarter of the context's memory.
 */
public final class OutputScores {
  private final double[] surprise;
  private final double[] margin;
  private final double[] confidence;
  private final double[] brier;
  private final boolean[] correct;
  private final int[] labels;
  private final int classes;
  private final Mode mode;
  private final double @Nullable [] logits;

  private OutputScores(int rows, int classes, boolean keep, Mode mode) {
    this.mode = mode;
    this.classes = classes;
    logits = keep ? new double[rows * classes] : null;
    labels = new int[rows];
    surprise = new double[rows];
    margin = new double[rows];
    confidence = new double[rows];
    brier = new double[rows];
    correct = new boolean[rows];
  }

  /** The scores of a whole split. */
  public static OutputScores of(MeasureContext context, Split split) {
    int size = context.sampling().requireExamples(split);
    return context
        .bench()
        .shared(OutputScores.class, split, () -> of(context, Batch.range(split, 0, size)));
  }

  private static OutputScores of(MeasureContext context, Batch batch) {
    Outputs outputs = context.subject().require(Outputs.class);
    return outputs.countsAllAlike()
        ? ofEqualRows(context, outputs, batch)
        : ofSomeRows(context, outputs, batch);
  }

  /** Every example has as many rows: one, or one for each token of a text. */
  private static OutputScores ofEqualRows(MeasureContext context, Outputs outputs, Batch batch) {
    Mode mode = context.subject().mode();
    OutputScores all = null;
    int row = 0;
    for (Batch chunk : context.sampling().passes(batch, mode)) {
      Predictions predictions = outputs.predictions(chunk, mode);
      int each = predictions.rows() / chunk.size();
      if (all == null) {
        long rows = (long) each * batch.size();
        all = empty(context, rows, predictions.classes(), mode);
      }
      // The batch is the whole split in its order, whatever the order of the passes.
      int[] indices = chunk.indices();
      for (int i = 0; i < predictions.rows(); i++) {
        all.fill(indices[i / each] * each + i % each, predictions, i);
        row++;
      }
    }
    if (all == null || row != all.rows()) {
      throw new NotApplicableException("the problem's outputs have no fixed number of rows");
    }
    return all;
  }

  /**
   * Rows may be ignored, so that examples have different numbers of them, some none: they stand in
   * the order of the passes.
   */
  private static OutputScores ofSomeRows(MeasureContext context, Outputs outputs, Batch batch) {
    Mode mode = context.subject().mode();
    List<OutputScores> parts = new ArrayList<>();
    long rows = 0;
    for (Batch chunk : context.sampling().passes(batch, mode)) {
      Predictions predictions = outputs.predictions(chunk, mode);
      OutputScores part = empty(context, predictions.rows(), predictions.classes(), mode);
      for (int i = 0; i < predictions.rows(); i++) {
        part.fill(i, predictions, i);
      }
      rows += predictions.rows();
      parts.add(part);
    }
    if (rows == 0) {
      throw new NotApplicableException("every label is ignored, so that there are no outputs");
    }
    OutputScores all = empty(context, rows, parts.get(0).classes, mode);
    int row = 0;
    for (OutputScores part : parts) {
      all.copy(part, row);
      row += part.rows();
    }
    return all;
  }

  private static OutputScores empty(MeasureContext context, long rows, int classes, Mode mode) {
    long numbers = rows * classes;
    boolean keep =
        numbers <= Integer.MAX_VALUE - 8 && numbers <= context.bench().settings().memory() / 32;
    return new OutputScores(ArraySize.of("rows of outputs", rows), classes, keep, mode);
  }

  /** Takes over all rows of others, from a row on. */
  private void copy(OutputScores part, int row) {
    int rows = part.rows();
    System.arraycopy(part.surprise, 0, surprise, row, rows);
    System.arraycopy(part.margin, 0, margin, row, rows);
    System.arraycopy(part.confidence, 0, confidence, row, rows);
    System.arraycopy(part.brier, 0, brier, row, rows);
    System.arraycopy(part.correct, 0, correct, row, rows);
    System.arraycopy(part.labels, 0, labels, row, rows);
    if (logits != null && part.logits != null) {
      System.arraycopy(part.logits, 0, logits, row * classes, rows * classes);
    }
  }

  private void fill(int row, Predictions predictions, int i) {
    int label = predictions.label(i);
    double largest = Double.NEGATIVE_INFINITY;
    double rival = Double.NEGATIVE_INFINITY;
    for (int c = 0; c < classes; c++) {
      double logit = predictions.logit(i, c);
      if (!Double.isFinite(logit)) {
        throw new UndefinedException("outputs: expected finite logits, got " + logit);
      }
      if (logits != null) {
        logits[row * classes + c] = logit;
      }
      largest = Math.max(largest, logit);
      rival = c == label ? rival : Math.max(rival, logit);
    }
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      sum += Math.exp(predictions.logit(i, c) - largest);
    }
    double own = predictions.logit(i, label);
    surprise[row] = Math.log(sum) + largest - own;
    margin[row] = own - rival;
    confidence[row] = 1 / sum;
    for (int c = 0; c < classes; c++) {
      double p = Math.exp(predictions.logit(i, c) - largest) / sum;
      brier[row] += c == label ? (1 - p) * (1 - p) : p * p;
    }
    correct[row] = predictions.predicted(i) == label;
    labels[row] = label;
  }

  /** The mode in which the network was asked. */
  public Mode mode() {
    return mode;
  }

  /** Number of rows. */
  public int rows() {
    return surprise.length;
  }

  /** Number of classes. */
  public int classes() {
    return classes;
  }

  /** The true class of each row. */
  public int[] labels() {
    return labels.clone();
  }

  /** How often each class is the true one, over the rows. */
  public double[] frequencies() {
    double[] shares = new double[classes];
    for (int label : labels) {
      shares[label]++;
    }
    Arrays.setAll(shares, c -> shares[c] / labels.length);
    return shares;
  }

  /** All logits, rows x classes; refused where they were too many to keep. */
  public Matrix logits() {
    if (logits == null) {
      throw new NotApplicableException(
          "needs all logits at once: expected at most a quarter of the memory set for measuring,"
              + " got "
              + rows()
              + " rows of "
              + classes
              + " logits; allow more memory, or measure fewer examples");
    }
    return new Matrix(rows(), classes, logits);
  }

  /** Negative log of the probability given to the true class, in nats, row by row. */
  public double[] surprise() {
    return surprise.clone();
  }

  /** Logit of the true class minus the largest other logit; infinite for a single class. */
  public double[] margin() {
    return margin.clone();
  }

  /** Probability of the predicted class, row by row. */
  public double[] confidence() {
    return confidence.clone();
  }

  /** Squared distance of the probabilities from the one-hot label, row by row. */
  public double[] brier() {
    return brier.clone();
  }

  /** One for each row whose first largest logit is at its label, zero for each other. */
  public double[] hits() {
    double[] hits = new double[correct.length];
    Arrays.setAll(hits, i -> correct[i] ? 1 : 0);
    return hits;
  }
}
