package org.sweetspot.training;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.Predictions;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;

/**
 * Loss and accuracy on whole splits, the network taken as it is used.
 *
 * <p>Loss: mean over examples, {@link Mode#EVALUATE}, without label smoothing. Accuracy: share of
 * rows whose largest logit is at the label (the first of equals). Cost: one forward pass over the
 * split where the problem's loss is the cross-entropy of its outputs, which the first evaluation
 * finds out on one chunk by comparing the two; else two.
 */
public final class Evaluator {
  private static final int CHUNK = 1000;
  // Single precision accumulates a mean over a chunk to about 1e-6; other losses differ by far
  // more.
  private static final double SAME = 1e-4;

  private final Problem problem;
  private boolean decided;
  private boolean crossEntropy;

  /** Evaluates this problem. */
  public Evaluator(Problem problem) {
    this.problem = problem;
  }

  /** A score for each split that has examples. */
  public Map<Split, Evaluation.Score> scores() {
    Map<Split, Evaluation.Score> scores = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      if (problem.size(split) > 0) {
        scores.put(split, score(split));
      }
    }
    return scores;
  }

  /** The score of one split, which must have examples. */
  public Evaluation.Score score(Split split) {
    int size = problem.size(split);
    Optional<Outputs> classifier = problem.ability(Outputs.class);
    double loss = 0;
    long right = 0;
    long rows = 0;
    for (int from = 0; from < size; from += CHUNK) {
      Batch chunk = Batch.range(split, from, Math.min(size, from + CHUNK));
      double chunkLoss;
      if (classifier.isPresent()) {
        Outputs outputs = classifier.get();
        Predictions predictions = outputs.predictions(chunk, Mode.EVALUATE);
        chunkLoss =
            outputs.countsAllAlike()
                ? loss(chunk, predictions)
                : problem.loss(chunk, Mode.EVALUATE);
        right += right(predictions);
        rows += predictions.rows();
      } else {
        chunkLoss = problem.loss(chunk, Mode.EVALUATE);
      }
      loss += chunkLoss * (chunk.size() / (double) size);
    }
    return new Evaluation.Score(loss, rows == 0 ? Double.NaN : right / (double) rows);
  }

  private double loss(Batch chunk, Predictions predictions) {
    if (decided && crossEntropy) {
      return crossEntropy(predictions);
    }
    double told = problem.loss(chunk, Mode.EVALUATE);
    if (!decided && Double.isFinite(told)) {
      double computed = crossEntropy(predictions);
      crossEntropy = Math.abs(told - computed) <= SAME * Math.max(0.1, Math.abs(told));
      decided = true;
      // The first chunk must not differ in its last bits from when it comes again.
      return crossEntropy ? computed : told;
    }
    return told;
  }

  private static long right(Predictions predictions) {
    long right = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      right += predictions.predicted(row) == predictions.label(row) ? 1 : 0;
    }
    return right;
  }

  private static double crossEntropy(Predictions predictions) {
    double sum = 0;
    for (int row = 0; row < predictions.rows(); row++) {
      double largest = predictions.logit(row, predictions.predicted(row));
      double exponentials = 0;
      for (int column = 0; column < predictions.classes(); column++) {
        exponentials += StrictMath.exp(predictions.logit(row, column) - largest);
      }
      sum +=
          StrictMath.log(exponentials) + largest - predictions.logit(row, predictions.label(row));
    }
    return sum / predictions.rows();
  }
}
