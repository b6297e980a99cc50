package org.sweetspot.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.vector.ParameterVector;

/**
 * The gradient at the weights of some updates ago, over the current batch: what asynchronous
 * workers deliver, with one delay for all. The first updates take it at the initial weights.
 * Running statistics are not delayed.
 *
 * <p>Memory: as many vectors as the delay has updates. {@link
 * org.sweetspot.vector.ParameterVector#set} makes the old weights current for the gradient alone.
 */
final class StaleGradient implements GradientSource {
  private final GradientSource inner;
  private final Problem problem;
  private final List<ParameterVector> past = new ArrayList<>();
  private final ParameterVector current;

  /**
   * A source around another.
   *
   * @param inner closed with this one
   * @param delay in updates, at least 1
   */
  StaleGradient(GradientSource inner, Problem problem, int delay) {
    this.inner = inner;
    this.problem = problem;
    for (int i = 0; i < delay; i++) {
      past.add(problem.parameters().copy());
    }
    this.current = problem.space().zero();
  }

  @Override
  public double take(Batch batch, Mode mode, Update update, ParameterVector into) {
    // The place of update s holds the weights before update s - delay until they are replaced.
    ParameterVector oldest = past.get((int) ((update.step() - 1) % past.size()));
    ParameterVector weights = problem.parameters();
    current.set(weights);
    weights.set(oldest);
    oldest.set(current);
    double loss = inner.take(batch, mode, update, into);
    weights.set(current);
    return loss;
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
