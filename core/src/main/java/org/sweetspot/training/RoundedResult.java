package org.sweetspot.training;

import java.util.function.Predicate;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterGroup;

/**
 * What is evaluated and kept of a training whose weights will be used in a narrow format: matrices
 * and kernels in that format, but for those of names that stay in full precision. It has no state;
 * a random format draws the same numbers at every evaluation.
 */
record RoundedResult(Problem problem, Quantizer quantizer, Predicate<String> keeps, Seed seed)
    implements AfterUpdate {
  @Override
  public void after(Update update) {}

  @Override
  public boolean replaces() {
    return true;
  }

  @Override
  public void replace() {
    RoundedVector.round(
        problem.parameters(), quantizer, this::leaves, seed.stream("training/evaluated"));
  }

  private boolean leaves(ParameterGroup group) {
    boolean matrix = group.role() == ParameterGroup.Role.WEIGHT && group.shape().size() >= 2;
    return !matrix || keeps.test(group.name());
  }

  @Override
  public void close() {}
}
