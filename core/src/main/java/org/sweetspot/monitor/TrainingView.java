package org.sweetspot.monitor;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.SecondMoment;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.recipe.OptimizerRecipe;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.recipe.TrainingRecipe;
import org.sweetspot.run.RunFolder;
import org.sweetspot.training.Training;
import org.sweetspot.vector.ParameterVector;

/** The training that monitors watch: what they may read, and streams of their own to draw from. */
public final class TrainingView implements AutoCloseable {
  private static final int FIXED = 64;

  private final Problem problem;
  private final Recipe recipe;
  private final Seed seed;
  private final @Nullable Training training;
  private final @Nullable RunFolder folder;
  private SampleBudget budget = SampleBudget.LEVELS.get(0);
  private @Nullable ParameterVector initial;
  private @Nullable Batch probe;

  /**
   * The surroundings of a training.
   *
   * @param training whose optimizer has a state to read, or null
   * @param folder that keeps the initial weights, or null where the training starts now
   */
  TrainingView(
      Problem problem,
      Recipe recipe,
      Seed seed,
      @Nullable Training training,
      @Nullable RunFolder folder) {
    this.problem = problem;
    this.recipe = recipe;
    this.seed = seed;
    this.training = training;
    this.folder = folder;
  }

  /** What is trained, at its current weights. */
  public Problem problem() {
    return problem;
  }

  /** How it is trained. */
  public TrainingRecipe training() {
    return recipe.training();
  }

  /** The optimizer at this learning rate. */
  public OptimizerRecipe optimizer(double rate) {
    // A schedule that has come to zero leaves no rate to speak of.
    return recipe.training().optimizer().withRate(Math.max(rate, Double.MIN_NORMAL));
  }

  /** Whether one rate is meant for all weights, so that it can be compared with the curvature. */
  public boolean hasOneRate() {
    return recipe.model().hasOneRate();
  }

  /** Examples in the latest update, at most all there are. */
  public int batch() {
    return training == null
        ? Math.min(recipe.training().batch(), problem.size(Split.TRAIN))
        : training.sizes().size(Math.max(0, training.step() - 1));
  }

  /**
   * What a gradient over so many examples costs against one over a batch of the training: in
   * proportion, but below {@value #FIXED} examples it is not the examples that cost.
   */
  public double gradients(int examples) {
    return Math.max(examples, FIXED) / (double) Math.max(batch(), FIXED);
  }

  /** How much one reading may spend. */
  public SampleBudget budget() {
    return budget;
  }

  void decide(SampleBudget chosen) {
    budget = chosen.atMost(problem.size(Split.TRAIN));
    probe = null;
  }

  /** The same training examples at every reading, drawn once without repetition. */
  public Batch probe() {
    if (probe == null) {
      int[] order = stream("probe").permutation(problem.size(Split.TRAIN));
      probe =
          Batch.of(Split.TRAIN, Arrays.copyOf(order, Math.min(order.length, budget.examples())));
    }
    return probe;
  }

  /** Some training examples drawn for one step, without repetition. */
  public Batch draw(String purpose, long step, int count) {
    int[] order = stream(purpose + "/" + step).permutation(problem.size(Split.TRAIN));
    return Batch.of(Split.TRAIN, Arrays.copyOf(order, Math.min(order.length, count)));
  }

  /** A stream of this purpose alone; nothing else in the program draws from it. */
  public RandomStream stream(String purpose) {
    return seed.stream("monitor/" + purpose);
  }

  /** The weights before the first update; not closed by the caller. */
  public ParameterVector initial() {
    if (initial == null) {
      if (folder == null || !folder.snapshots().contains(0L)) {
        throw new NotApplicableException(
            "the initial weights are not known; keep the run's first snapshot");
      }
      initial = problem.space().zero();
      folder.parameters(0, initial);
    }
    return initial;
  }

  /** What an adaptive optimizer divides by; empty for others and before its first update. */
  public Optional<SecondMoment> secondMoment() {
    if (training == null || training.step() < 1) {
      return Optional.empty();
    }
    ParameterVector square = training.state().vectors().get("optimizer-square");
    return square == null
        ? Optional.empty()
        : Optional.of(new SecondMoment(square, training.step()));
  }

  /** The problem as one that has an ability. */
  public <T> T require(Class<T> ability) {
    return problem
        .ability(ability)
        .orElseThrow(
            () ->
                new NotApplicableException(
                    problem
                        .whyNot(ability)
                        .orElse("needs a problem with the ability " + ability.getSimpleName())));
  }

  @Override
  public void close() {
    if (initial != null) {
      initial.close();
      initial = null;
    }
  }
}
