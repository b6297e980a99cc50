package org.sweetspot.training;

import java.util.function.Predicate;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;

/**
 * Weights kept in a narrow format: rounded after each update, each tensor alone, but for tensors of
 * names that stay in full precision. Nearest rounding loses every update of less than half a step;
 * stochastic rounding keeps them on average. Update s draws from the stream "training/weights/s" of
 * the run's seed.
 */
record RoundedWeights(Problem problem, Quantizer quantizer, Predicate<String> keeps, Seed seed)
    implements AfterUpdate {
  @Override
  public void after(Update update) {
    RoundedVector.round(
        problem.parameters(),
        quantizer,
        group -> keeps.test(group.name()),
        seed.stream("training/weights/" + update.step()));
  }

  @Override
  public void close() {}
}
