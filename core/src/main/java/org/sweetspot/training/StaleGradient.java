package org.sweetspot.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.Delays;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient at the weights of some updates ago, over the current batch: what asynchronous
 * workers deliver, with one delay for all or with random ones ({@link Delays}). A delay that is
 * longer than the training takes the initial weights. Running statistics are not delayed.
 *
 * <p>Update s draws its delay from the stream "training/delays/s". Memory: as many vectors as the
 * longest delay has updates. {@link org.sweetspot.vector.ParameterVector#set} makes the old weights
 * current for the gradient alone.
 */
final class StaleGradient implements GradientSource {
  private final GradientSource inner;
  private final Problem problem;
  private final Seed seed;
  private final double[] probabilities;
  private final List<ParameterVector> past = new ArrayList<>();
  private final ParameterVector current;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   * @param delay in updates, on average, at least 1
   */
  StaleGradient(GradientSource inner, Problem problem, int delay, Delays delays, Seed seed) {
    this.inner = inner;
    this.problem = problem;
    this.seed = seed;
    this.probabilities = delays.probabilities(delay);
    for (int i = 0; i < delays.most(delay); i++) {
      past.add(problem.parameters().copy());
    }
    this.current = problem.space().zero();
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    int size = past.size();
    // The weights before update s are in place s until update s + size.
    ParameterVector place = past.get((int) ((update.step() - 1) % size));
    long delay = Math.min(delay(update.step()), update.step() - 1);
    ParameterVector weights = problem.parameters();
    current.set(weights);
    if (delay > 0) {
      weights.set(past.get((int) ((update.step() - 1 - delay) % size)));
    }
    place.set(current);
    double loss = inner.take(batch, mode, update, into);
    weights.set(current);
    return loss;
  }

  private int delay(long step) {
    int most = probabilities.length - 1;
    if (probabilities[most] == 1) {
      return most;
    }
    double uniform = seed.stream("training/delays/" + step).nextDouble();
    int delay = 0;
    double below = probabilities[0];
    while (delay < most && uniform >= below) {
      delay++;
      below += probabilities[delay];
    }
    return delay;
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>(inner.vectors());
    for (int i = 0; i < past.size(); i++) {
      vectors.put("stale-" + i, past.get(i));
    }
    return vectors;
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
    past.forEach(ParameterVector::close);
    current.close();
  }
}
