package org.sweetspot.training;

import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.vector.ParameterVector;

/** One source of gradients and one optimizer. */
final class OneWorker implements Workers {
  private final GradientSource source;
  private final Optimizer optimizer;
  private final Problem problem;
  private final TrainingRecipe recipe;
  private final ParameterVector gradient;
  private double norm;

  /**
   * A worker that moves the problem's weights.
   *
   * @param source closed with this one
   * @param optimizer closed with this one
   */
  OneWorker(GradientSource source, Optimizer optimizer, Problem problem, TrainingRecipe recipe) {
    this.source = source;
    this.optimizer = optimizer;
    this.problem = problem;
    this.recipe = recipe;
    this.gradient = problem.space().zero();
  }

  @Override
  public Taken take(Batch batch, Update update) {
    double loss = source.take(batch, Mode.TRAIN, update, gradient);
    norm = gradient.norm();
    return new Taken(loss, norm);
  }

  @Override
  public void move(Update update) {
    double scale = recipe.clip() > 0 && norm > recipe.clip() ? recipe.clip() / norm : 1;
    optimizer.update(problem.parameters(), gradient, scale, update.rate(), update.step());
  }

  /** The gradient taken; {@link #move} uses it up. */
  @Override
  public ParameterVector scratch() {
    return gradient;
  }

  @Override
  public SortedMap<String, ParameterVector> vectors() {
    SortedMap<String, ParameterVector> vectors = new TreeMap<>(source.vectors());
    optimizer.vectors().forEach((name, vector) -> vectors.put("optimizer-" + name, vector));
    return vectors;
  }

  @Override
  public SortedMap<String, Double> numbers() {
    return source.numbers();
  }

  @Override
  public void restore(SortedMap<String, Double> saved) {
    source.restore(saved);
  }

  @Override
  public void close() {
    source.close();
    optimizer.close();
    gradient.close();
  }
}
