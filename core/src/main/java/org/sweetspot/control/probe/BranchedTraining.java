package org.sweetspot.control.probe;

import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.recipe.Recipe;
import org.sweetspot.training.Evaluator;
import org.sweetspot.training.Training;
import org.sweetspot.training.TrainingState;
import org.sweetspot.vector.ParameterVector;

/**
 * A training that branches: at some of its steps it is trained on from its weights and its
 * optimizer's state with larger batches, over the same examples in the same order.
 *
 * <p>Cost: the training up to its last branch, and each branch. Memory: one more copy of all the
 * training's vectors.
 */
public final class BranchedTraining implements AutoCloseable {
  private final Recipe trunk;
  private final BranchDesign design;
  private final Problem problem;
  private final Runnable pause;
  private Training training;

  /**
   * Begins a training.
   *
   * @param problem at its initial weights; stays the caller's
   * @param pause called between branches; what it throws ends them
   */
  public BranchedTraining(Recipe recipe, BranchDesign design, Problem problem, Runnable pause) {
    this.trunk = BranchDesign.trunk(recipe);
    this.design = design;
    this.problem = problem;
    this.pause = pause;
    this.training = Training.start(trunk, problem);
  }

  /**
   * The mean loss over the training split at the end of each branch, by share and by factor; of the
   * rates that a factor may have the better one counts, infinite where all diverge.
   */
  public double[][] losses() {
    double[][] losses = new double[design.shares().size()][design.factors().size()];
    int examples = problem.size(Split.TRAIN);
    for (int i = 0; i < losses.length; i++) {
      long step = design.step(design.shares().get(i), trunk, examples);
      while (training.step() < step && training.advance()) {
        // advanced in the condition
      }
      try (Saved saved = new Saved(training.state())) {
        for (int j = 0; j < losses[i].length; j++) {
          losses[i][j] = best(step, design.factors().get(j), examples, saved);
        }
        training.close();
        training = Training.resume(trunk, problem, saved.state());
      }
    }
    return losses;
  }

  private double best(long step, int factor, int examples, Saved saved) {
    double best = Double.POSITIVE_INFINITY;
    for (double rate : BranchDesign.rates(trunk.training().optimizer(), factor)) {
      pause.run();
      Recipe branch = design.branch(trunk, examples, step, factor, rate);
      try (Training grown = Training.resume(branch, problem, saved.state())) {
        while (grown.advance()) {
          // advanced in the condition
        }
        double loss = new Evaluator(problem).score(Split.TRAIN).loss();
        boolean ended = grown.step() == grown.plannedSteps() && Double.isFinite(loss);
        best = ended ? Math.min(best, loss) : best;
      }
    }
    return best;
  }

  @Override
  public void close() {
    training.close();
  }

  /** A copy of all that a training needs to go on. */
  private static final class Saved implements AutoCloseable {
    private final TrainingState state;

    Saved(TrainingState live) {
      SortedMap<String, ParameterVector> vectors = new TreeMap<>();
      live.vectors()
          .forEach(
              (name, vector) -> {
                ParameterVector copy = vector.space().zero();
                copy.set(vector);
                vectors.put(name, copy);
              });
      this.state = new TrainingState(live.step(), live.numbers(), vectors);
    }

    TrainingState state() {
      return state;
    }

    @Override
    public void close() {
      state.vectors().values().forEach(ParameterVector::close);
    }
  }
}
