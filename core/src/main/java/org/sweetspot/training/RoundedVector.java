package org.sweetspot.training;

import java.util.function.Predicate;
import org.sweetspot.precision.Draws;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/** Rounds a vector of the parameters' space tensor by tensor. */
final class RoundedVector {
  private RoundedVector() {}

  /**
   * Each tensor's numbers as the format holds them, rows along its first axis. Each takes a word of
   * the stream, rounded or not.
   *
   * @param leaves whether a tensor stays as it is
   */
  static void round(
      ParameterVector vector,
      Quantizer quantizer,
      Predicate<ParameterGroup> leaves,
      RandomStream stream) {
    double[] numbers = vector.toArray();
    for (ParameterGroup group : vector.space().groups()) {
      int start = Math.toIntExact(group.offset());
      float[] values = new float[Math.toIntExact(group.size())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) numbers[start + i];
      }
      int rows = group.shape().isEmpty() ? 1 : Math.toIntExact(group.shape().get(0));
      int length = group.shape().size() < 2 ? values.length : values.length / rows;
      if (values.length == 0) {
        continue;
      }
      Draws draws = Draws.of(stream);
      if (!leaves.test(group)) {
        float[] rounded = quantizer.of(values, length, draws);
        for (int i = 0; i < values.length; i++) {
          numbers[start + i] = rounded[i];
        }
      }
    }
    vector.set(numbers);
  }
}
