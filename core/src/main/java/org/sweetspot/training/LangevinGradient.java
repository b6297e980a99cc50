package org.sweetspot.training;

import java.util.SortedMap;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.vector.ParameterVector;

/**
 * What makes plain gradient descent Langevin dynamics: with temperature T of the mean loss L, rate
 * r and a prior of variance s^2 for each weight, w := w - r (g + T w / s^2) + sqrt(2 r T) z. Its
 * stationary law is proportional to the prior times exp(-L / T), up to the length of the steps; so
 * the added gradient is T w / s^2 - sqrt(2 T / r) z.
 *
 * <p>The noise follows the rate of each update, so a schedule changes only the speed. Update u
 * draws from the stream "training/langevin/u", so there is no state. Cost: a draw for each weight.
 */
final class LangevinGradient implements GradientSource {
  private final GradientSource inner;
  private final Problem problem;
  private final double temperature;
  private final Seed seed;
  private final ParameterVector pull;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   * @param temperature of the mean loss, one over beta
   */
  LangevinGradient(GradientSource inner, Problem problem, double temperature, Seed seed) {
    this.inner = inner;
    this.problem = problem;
    this.temperature = temperature;
    this.seed = seed;
    this.pull =
        GroupFactors.vector(
            problem.space(),
            GaussianPrior.variances(problem.space().groups()).stream()
                .map(variance -> temperature / variance)
                .toList());
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    double loss = inner.take(batch, mode, update, into);
    into.addProduct(1, pull, problem.parameters());
    try (ParameterVector noise =
        problem.space().gaussian(seed.stream("training/langevin/" + update.step()))) {
      into.add(-Math.sqrt(2 * temperature / update.rate()), noise);
    }
    return loss;
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    return inner.vectors();
  }

  @Override
  public SortedMap<String, Double> numbers() {
    return inner.numbers();
  }

  @Override
  public void restore(SortedMap<String, Double> saved) {
    inner.restore(saved);
  }

  @Override
  public void close() {
    inner.close();
    pull.close();
  }
}
