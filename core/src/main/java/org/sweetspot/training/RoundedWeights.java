package org.sweetspot.training;

import java.util.function.Predicate;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterGroup;

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
    RandomStream stream = seed.stream("training/weights/" + update.step());
    double[] weights = problem.parameters().toArray();
    for (ParameterGroup group : problem.space().groups()) {
      int start = Math.toIntExact(group.offset());
      float[] values = new float[Math.toIntExact(group.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) weights[start + i];
      }
      int rows = group.shape().isEmpty() ? 1 : Math.toIntExact(group.shape().get(0));
      int length = group.shape().size() < 2 ? values.length : values.length / rows;
      if (values.length > 0) {
        Draws draws = Draws.of(stream);
        if (keeps.test(group.name())) {
          continue;
        }
        float[] rounded = quantizer.of(values, length, draws);
        for (int i = 0; i < values.length; i++) {
          weights[start + i] = rounded[i];
        }
      }
    }
    problem.parameters().set(weights);
  }

  @Override
  public void close() {}
}
