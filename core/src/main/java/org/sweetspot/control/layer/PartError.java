package org.sweetspot.control.layer;

import java.util.List;

/**
 * How far the gradient lies from the plain one when one part of a change is made alone, at one
 * moment of a training: e = changed gradient - plain gradient, over the same batch.
 *
 * @param part name of the part
 * @param squares |e|^2 on each batch
 * @param bias |E e|^2 over batches and draws, unbiased and therefore possibly negative: what does
 *     not average out
 * @param biasError standard error of the bias, by the jackknife over batches
 * @param along E e . G with G the mean gradient, from pairs of different batches: over |G|^2 it is
 *     -0.1 where the part takes away a tenth of the gradient
 * @param lossRise mean over the batches of the changed network's loss minus the plain one's
 * @param lossRiseError standard error of that mean
 */
public record PartError(
    String part,
    List<Double> squares,
    double bias,
    double biasError,
    double along,
    double lossRise,
    double lossRiseError) {
  /** Copies the list. */
  public PartError {
    squares = List.copyOf(squares);
  }

  /** E |e|^2 without the batch of that number; of all batches for -1. */
  double square(int left) {
    double sum = 0;
    for (int i = 0; i < squares.size(); i++) {
      sum += i == left ? 0 : squares.get(i);
    }
    return sum / (squares.size() - (left < 0 ? 0 : 1));
  }
}
