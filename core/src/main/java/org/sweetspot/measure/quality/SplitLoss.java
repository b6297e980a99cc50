package org.sweetspot.measure.quality;

import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Sampling;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.PerExample;
import org.sweetspot.problem.Split;
import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.UndefinedException;

/**
 * The mean loss of a whole split.
 *
 * @param mean over the examples
 * @param standardError of the mean; NaN where single examples can't be told apart
 */
record SplitLoss(double mean, double standardError) {
  static SplitLoss of(MeasureContext context, Split split) {
    int size = context.sampling().requireExamples(split);
    return context
        .bench()
        .shared(SplitLoss.class, split, () -> compute(context, Batch.range(split, 0, size)));
  }

  private static SplitLoss compute(MeasureContext context, Batch batch) {
    SplitLoss loss =
        context.subject().offers(PerExample.class)
            ? ofExamples(context, context.subject().require(PerExample.class), batch)
            : ofMeans(context, batch);
    if (!Double.isFinite(loss.mean)) {
      throw new UndefinedException(
          "loss on the "
              + Sampling.name(batch.split())
              + " split: expected a finite number, got "
              + loss.mean);
    }
    return loss;
  }

  private static SplitLoss ofExamples(MeasureContext context, PerExample examples, Batch batch) {
    double[] losses = new double[batch.size()];
    int position = 0;
    for (Batch chunk : context.sampling().chunks(batch)) {
      System.arraycopy(examples.losses(chunk), 0, losses, position, chunk.size());
      position += chunk.size();
    }
    return new SplitLoss(Sample.mean(losses), Sample.standardError(losses));
  }

  private static SplitLoss ofMeans(MeasureContext context, Batch batch) {
    double mean = 0;
    Mode mode = context.subject().mode();
    for (Batch chunk : context.sampling().passes(batch, mode)) {
      mean += context.subject().problem().loss(chunk, mode) * chunk.size() / batch.size();
    }
    return new SplitLoss(mean, Double.NaN);
  }
}
