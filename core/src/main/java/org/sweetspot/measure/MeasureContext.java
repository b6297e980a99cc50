package org.sweetspot.measure;

import org.sweetspot.matrix.MatrixAlgebra;
import org.sweetspot.problem.Problem;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.weights.Weights;

/**
 * All that a measure may use. Each part of it can be handed on alone to what needs no more.
 *
 * @param subject what is measured
 * @param sampling which examples are looked at, and where draws come from
 * @param bench how much to spend, and the work already done for other measures; closed with this
 */
public record MeasureContext(Subject subject, Sampling sampling, Workbench bench)
    implements AutoCloseable {
  /** For a problem. Nothing is measured before a measure asks. */
  public MeasureContext(Problem problem, TrainingFacts facts, MeasureSettings settings, Seed seed) {
    this(Subject.of(problem, facts, settings), settings, seed);
  }

  private MeasureContext(Subject subject, MeasureSettings settings, Seed seed) {
    this(subject, new Sampling(subject, settings, seed), new Workbench(settings));
  }

  /** For weights without a model: measures that need more than weights do not apply. */
  public static MeasureContext ofWeights(Weights weights, MeasureSettings settings, Seed seed) {
    return new MeasureContext(Subject.of(weights, settings), settings, seed);
  }

  /** For a trajectory without a model: only measures of the trajectory itself apply. */
  public static MeasureContext ofTrajectory(
      Trajectory trajectory, MeasureSettings settings, Seed seed) {
    return new MeasureContext(Subject.of(trajectory, settings), settings, seed);
  }

  /** The same, where the trajectory of the training is known; close one of the two. */
  public MeasureContext withTrajectory(Trajectory known) {
    return new MeasureContext(subject.with(known), sampling, bench);
  }

  /** The same, where groups of parameters can be asked about; close one of the two. */
  public MeasureContext withGroups(ChosenGroups chosen) {
    return new MeasureContext(subject.with(chosen), sampling, bench);
  }

  /** The same, where dense matrices are decomposed by this; close one of the two. */
  public MeasureContext withAlgebra(MatrixAlgebra other) {
    return new MeasureContext(subject, sampling, bench.with(other));
  }

  /** Frees the shared work, not the problem. */
  @Override
  public void close() {
    bench.close();
  }
}
