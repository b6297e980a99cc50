package org.sweetspot.training;

import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient of the mean loss over a batch, taken in one piece or accumulated over several.
 * Pieces are cut between examples, never between an example's copies, and weighted by their sizes,
 * so that the sum is the mean over the whole batch. Batch normalization sees each piece alone.
 */
final class GradientSource implements AutoCloseable {
  private final Problem problem;
  private final int pieces;
  private final int copies;
  private final ParameterVector gradient;
  private final @Nullable ParameterVector piece;

  GradientSource(Problem problem, int pieces, int copies) {
    this.problem = problem;
    this.pieces = pieces;
    this.copies = copies;
    this.gradient = problem.space().zero();
    this.piece = pieces > 1 ? problem.space().zero() : null;
  }

  /** The gradient last taken; scratch memory between updates. */
  ParameterVector gradient() {
    return gradient;
  }

  /** Takes the gradient and returns the mean loss. */
  double take(Batch batch) {
    if (piece == null) {
      return problem.gradient(batch, Mode.TRAIN, gradient);
    }
    long examples = batch.size() / copies;
    double loss = 0;
    int from = 0;
    for (int i = 1; i <= pieces; i++) {
      int to = (int) (examples * i / pieces) * copies;
      if (to > from) {
        double share = (to - from) / (double) batch.size();
        ParameterVector into = from == 0 ? gradient : piece;
        loss += share * problem.gradient(batch.slice(from, to), Mode.TRAIN, into);
        if (from == 0) {
          gradient.scale(share);
        } else {
          gradient.add(share, piece);
        }
      }
      from = to;
    }
    return loss;
  }

  @Override
  public void close() {
    gradient.close();
    if (piece != null) {
      piece.close();
    }
  }
}
