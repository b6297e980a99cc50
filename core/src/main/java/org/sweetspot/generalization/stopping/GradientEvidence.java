package org.sweetspot.generalization.stopping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.MeasureSettings;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.noise.GradientNoise;
import org.sweetspot.measure.profile.Profile;
import org.sweetspot.measure.profile.ProfileProgress;
import org.sweetspot.problem.Problem;
import org.sweetspot.problem.Split;
import org.sweetspot.random.Seed;
import org.sweetspot.trajectory.Trajectory;

/**
 * Early stopping without held-out data: the training examples are a draw, so the gradient of their
 * mean loss is the true one plus noise of trace(Sigma) / N. From the state on at which |G|^2, the
 * unbiased estimate of the true gradient's squared norm, cannot be told from zero (it is at most
 * two of its standard errors), a step may as well follow the draw as the truth.
 *
 * <p>It tells only where N training examples are all measured, and says nothing of a network that
 * fits its examples: there the noise vanishes with the gradient, and the criterion may never be met
 * although the test error has long risen. Cost: one gradient of every example for each state.
 *
 * <p>Source: Mahsereci, Balles, Lassner and Hennig 2017, "Early stopping without a validation set",
 * with the trace in the place of single coordinates; McCandlish et al. 2018, appendix A.
 *
 * @param states in the order of the training
 * @param examples that each was measured on
 * @param all whether those are all that was trained on
 */
public record GradientEvidence(List<State> states, int examples, boolean all) {
  /** Copies the list. */
  public GradientEvidence {
    states = List.copyOf(states);
  }

  /**
   * One state.
   *
   * @param index in the trajectory
   * @param step of the training
   * @param signal estimate of the squared norm of the true gradient; NaN where it is not known
   * @param error its standard error
   */
  public record State(int index, double step, double signal, double error) {
    /** Whether the gradient cannot be told from chance. */
    public boolean isChance() {
      return signal <= 2 * error;
    }
  }

  /**
   * Measures states that are spread evenly over a trajectory; the problem is left at the last.
   *
   * @param most how many states at most
   * @param settings examples and budget
   */
  public static GradientEvidence of(
      Problem problem, Trajectory trajectory, int most, MeasureSettings settings, Seed seed) {
    List<State> states = new ArrayList<>();
    int count = Math.min(most, trajectory.size());
    int examples = Math.min(settings.examples(), problem.size(Split.TRAIN));
    for (int i = 0; i < count; i++) {
      int index = count == 1 ? 0 : (int) ((long) i * (trajectory.size() - 1) / (count - 1));
      trajectory.moveTo(index, problem);
      // A context keeps what it computed at the weights that it found: each state has its own.
      MeasureContext context = new MeasureContext(problem, TrainingFacts.UNKNOWN, settings, seed);
      Measurement noise =
          Profile.of(context, List.of(new GradientNoise()), ProfileProgress.SILENT)
              .measurements()
              .get(0);
      states.add(
          new State(
              index,
              trajectory.position(index),
              noise.number("squared-gradient"),
              noise.margin("squared-gradient")));
    }
    return new GradientEvidence(states, examples, examples == problem.size(Split.TRAIN));
  }

  /** The first state whose gradient is chance, with all later ones; empty where there is none. */
  public Optional<State> stop() {
    Optional<State> first = Optional.empty();
    for (int i = states.size() - 1; i >= 0 && states.get(i).isChance(); i--) {
      first = Optional.of(states.get(i));
    }
    return first;
  }
}
