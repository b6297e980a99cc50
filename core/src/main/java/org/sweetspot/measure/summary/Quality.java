package org.sweetspot.measure.summary;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * How good the network is on the best held-out split that was measured, and what it loses there.
 *
 * @param split whose rows the score is of: test, else validation, else train
 * @param accuracy share of rows that are right; unknown where there are no classes
 * @param always accuracy of naming the commonest class always, with its error; the null control
 * @param loss mean loss on that split
 * @param gap accuracy on the training split less that on the held-out one
 * @param lossGap held-out loss less training loss
 * @param explained share of the targets' variance that is explained (R2), of real targets; its null
 *     is zero, the mean of the targets
 * @param labels share of labels that are right, where an example has several
 */
public record Quality(
    String split,
    Estimate accuracy,
    Estimate always,
    Estimate loss,
    Estimate gap,
    Estimate lossGap,
    Estimate explained,
    Estimate labels) {
  private static final double LARGE_GAP = 0.1;

  static Optional<Quality> of(Answers answers) {
    return Stream.of("test", "validation", "train")
        .filter(
            split ->
                answers.number("accuracy", split).known() || answers.number("loss", split).known())
        .findFirst()
        .map(
            split ->
                new Quality(
                    split,
                    answers.number("accuracy", split),
                    answers.control("accuracy", split),
                    answers.number("loss", split),
                    answers.number("gap", "accuracy"),
                    answers.number("gap", "loss"),
                    answers.number("r2", split),
                    answers.number("label-accuracy", split)));
  }

  /** Whether nothing but the training data was measured. */
  public boolean seenOnly() {
    return split.equals("train");
  }

  /** Whether the rows are too few, or too alike, to tell anything: no error on either side. */
  public boolean tooFew() {
    return !learned() && accuracy.known() && accuracy.error() == 0 && always.error() == 0;
  }

  /**
   * Whether it is shown to be better than naming the commonest class always. Where all rows are
   * right the binomial error is zero, which the control's is not: the larger counts.
   */
  public boolean learned() {
    if (explained.known()) {
      return explained.above(0);
    }
    return !accuracy.known()
        || !always.known()
        || new Estimate(accuracy.value(), Math.max(accuracy.error(), always.error()))
            .above(always.value());
  }

  /** Whether it fitted much that is particular to its training data. */
  public boolean overfits() {
    return gap.known() && gap.above(0) && gap.value() > LARGE_GAP;
  }

  /** Whether held-out data fare worse beyond the error. */
  public boolean losesSomething() {
    return (gap.known() && gap.above(0)) || (!gap.known() && lossGap.known() && lossGap.above(0));
  }
}
