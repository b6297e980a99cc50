package org.sweetspot.training;

import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient of the mean loss over a batch, accumulated over several pieces. Pieces are cut
 * between examples, never between an example's copies, and weighted by their sizes, so that the sum
 * is the mean over the whole batch. Batch normalization sees each piece alone.
 */
final class AccumulatedGradient implements GradientSource {
  private final GradientSource inner;
  private final int pieces;
  private final int copies;
  private final ParameterVector piece;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   */
  AccumulatedGradient(GradientSource inner, Problem problem, int pieces, int copies) {
    this.inner = inner;
    this.pieces = pieces;
    this.copies = copies;
    this.piece = problem.space().zero();
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    long examples = batch.size() / copies;
    double loss = 0;
    int from = 0;
    for (int i = 1; i <= pieces; i++) {
      int to = (int) (examples * i / pieces) * copies;
      if (to > from) {
        double share = (to - from) / (double) batch.size();
        ParameterVector target = from == 0 ? into : piece;
        loss += share * inner.take(batch.slice(from, to), mode, update, target);
        if (from == 0) {
          into.scale(share);
        } else {
          into.add(share, piece);
        }
      }
      from = to;
    }
    return loss;
  }

  @Override
  public void close() {
    inner.close();
    piece.close();
  }
}
