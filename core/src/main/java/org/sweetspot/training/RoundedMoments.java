package org.sweetspot.training;

import java.util.SortedMap;
import java.util.function.Predicate;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;

/**
 * Moments kept in a narrow format: an optimizer's state is rounded after each update, each tensor
 * alone, but for tensors of names that stay in full precision. The update itself is made before
 * that, from the state in full precision. Moment NAME draws after update s from the stream
 * "training/moments/NAME/s" of its seed.
 */
record RoundedMoments(Optimizer optimizer, Quantizer quantizer, Predicate<String> keeps, Seed seed)
    implements Optimizer {
  @Override
  public void update(
      ParameterVector weights, ParameterVector gradient, double scale, double rate, long step) {
    optimizer.update(weights, gradient, scale, rate, step);
    optimizer
        .vectors()
        .forEach(
            (name, moment) ->
                RoundedVector.round(
                    moment,
                    quantizer,
                    group -> keeps.test(group.name()),
                    seed.stream("training/moments/" + name + "/" + step)));
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    return optimizer.vectors();
  }

  @Override
  public void close() {
    optimizer.close();
  }
}
