package org.sweetspot.measure;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Problem;
import org.sweetspot.trajectory.Trajectory;
import org.sweetspot.vector.ChosenGroups;
import org.sweetspot.weights.Weights;

/**
 * What is measured: a problem at its current weights, or weights or a trajectory alone; the mode it
 * is taken in, and what is known of its training. Immutable; the weights must not change while it
 * is measured.
 */
public final class Subject {
  private final @Nullable Problem problem;
  private final Weights weights;
  private final TrainingFacts facts;
  private final MeasureSettings settings;
  private final @Nullable Trajectory trajectory;
  private final @Nullable ChosenGroups groups;

  private Subject(
      @Nullable Problem problem,
      Weights weights,
      TrainingFacts facts,
      MeasureSettings settings,
      @Nullable Trajectory trajectory,
      @Nullable ChosenGroups groups) {
    this.problem = problem;
    this.weights = weights;
    this.facts = facts;
    this.settings = settings;
    this.trajectory = trajectory;
    this.groups = groups;
  }

  /** A problem, in the modes of the settings. */
  public static Subject of(Problem problem, TrainingFacts facts, MeasureSettings settings) {
    return new Subject(problem, Weights.of(problem), facts, settings, null, null);
  }

  /** Weights without a model: measures that need more than weights do not apply. */
  public static Subject of(Weights weights, MeasureSettings settings) {
    return new Subject(null, weights, TrainingFacts.UNKNOWN, settings, null, null);
  }

  /** A trajectory without a model: only measures of the trajectory itself apply. */
  public static Subject of(Trajectory trajectory, MeasureSettings settings) {
    Weights none = new Weights(trajectory.origin(), List.of());
    return of(none, settings).with(trajectory);
  }

  /** The same, with the trajectory that its training took. */
  public Subject with(Trajectory known) {
    return new Subject(problem, weights, facts, settings, known, groups);
  }

  /** The same, with groups of its parameters that can be asked about. */
  public Subject with(ChosenGroups chosen) {
    return new Subject(problem, weights, facts, settings, trajectory, chosen);
  }

  /** The problem, or {@link NotApplicableException} where there are only weights. */
  public Problem problem() {
    if (problem == null) {
      throw new NotApplicableException("needs a model and data; these are weights alone");
    }
    return problem;
  }

  /** Whether there is a model with data, and not weights alone. */
  public boolean hasProblem() {
    return problem != null;
  }

  /** Where the weights come from, and what was left out there; without tensors for a trajectory. */
  public Weights source() {
    return weights;
  }

  /** The weights that are measured, tensor by tensor. */
  public Weights weights() {
    if (problem == null && weights.tensors().isEmpty()) {
      throw new NotApplicableException("needs weights tensor by tensor; this is a trajectory");
    }
    return weights;
  }

  /** The trajectory of the training, or {@link NotApplicableException} where it is not known. */
  public Trajectory trajectory() {
    if (trajectory == null) {
      throw new NotApplicableException(
          "needs the trajectory; measure a run that kept snapshots, or a file of k x p weights");
    }
    return trajectory;
  }

  /** The groups of parameters that were chosen, or {@link NotApplicableException} if none were. */
  public ChosenGroups groups() {
    problem();
    if (groups == null) {
      throw new NotApplicableException(
          "no group of parameters was chosen; choose one by a pattern of names, as in --group"
              + " '*.weight'");
    }
    return groups;
  }

  /** What is known of its training. */
  public TrainingFacts facts() {
    return facts;
  }

  /**
   * The mode of what describes the function: as it is used, unless the settings say otherwise.
   *
   * @throws NotApplicableException where the problem cannot answer in that mode
   */
  public Mode mode() {
    return abilities().mode();
  }

  /**
   * The mode of what judges a step or its noise: as training takes it, unless the settings say
   * otherwise. Where the modes do not differ it is that of {@link #mode}, whose work it shares.
   *
   * @throws NotApplicableException where the problem cannot answer in that mode
   */
  public Mode stepMode() {
    return abilities().stepMode();
  }

  /** The mode that the network is taken in, and what it stands for where it matters. */
  public Conventions taken(Mode mode) {
    return ModeWords.of(mode, problem());
  }

  /** Whether the problem has an ability, and it means something there. */
  public boolean offers(Class<?> ability) {
    return abilities().offers(ability);
  }

  /** The problem as one that has an ability. */
  public <T> T require(Class<T> ability) {
    return abilities().require(ability);
  }

  /** Requires that examples have outputs of their own: see {@link Abilities}. */
  public void requireSingles() {
    abilities().requireSingles();
  }

  /** Requires that examples have gradients of their own in the mode that judges steps. */
  public void requireStepSingles() {
    abilities().requireStepSingles();
  }

  /** Requires that the loss bends in the outputs: else every Gauss-Newton matrix is zero. */
  public void requireCurvedLoss() {
    abilities().requireCurvedLoss();
  }

  /** Requires that the network is asked as it is used, or that training does not change it. */
  public void requireUse() {
    abilities().requireUse();
  }

  private Abilities abilities() {
    return new Abilities(problem(), settings);
  }
}
