package org.sweetspot.measure.tails;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.trajectory.Trajectory;

/**
 * The tail index of the steps x_(t+1) - x_t and of the iterates x_t themselves, over the later half
 * of a trajectory, beside the same number of Gaussian noise.
 *
 * <p>Each coordinate is centred and divided by its standard deviation over those states (over n),
 * so that unequal variances can't pass for heavy tails; all coordinates are pooled, or {@value
 * #COORDINATES} random ones. The estimator ({@link org.sweetspot.statistics.StableIndex}) is meant
 * for independent samples, and steps with momentum, and all the more iterates, depend on those
 * before them: the states are therefore put in random order, the same for all coordinates, which
 * keeps the law of a single state. The number is the mean over {@value #ORDERS} orders. Error: the
 * mean of the orders' jackknife errors over sums. Control: independent normal numbers, treated
 * likewise. Cost: one reading of the trajectory.
 *
 * <p>Sources: Mohammadi, Mohammadpour and Ogata 2015; for iterates Gurbuzbalaban, Simsekli and Zhu,
 * ICML 2021. Fails to tell steps that shrink while the training goes on from heavy tails: both mix
 * large with small ones.
 */
public final class TrajectoryTail implements Measure {
  private static final int COORDINATES = 2048;
  private static final int ORDERS = 10;
  private static final int LEAST = 16;

  @Override
  public Card card() {
    return new Card(
        "trajectory-tail-index",
        "tail index of the steps and of the iterates",
        "Did the weights move by rare large jumps rather than by many small ones?",
        "a trajectory of at least 32 states",
        "2 is Gaussian. Where control and measurement agree it shows nothing. Below the control:"
            + " jumps, or a step size that fell on the way; take snapshots at one learning rate to"
            + " tell them apart.",
        "",
        "Mohammadi, Mohammadpour and Ogata 2015; Gurbuzbalaban, Simsekli and Zhu, ICML 2021");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    Trajectory trajectory = require(context);
    long width = Math.min(COORDINATES, trajectory.dimension());
    int states = trajectory.size() - first(trajectory);
    return List.of(new Work("steps along the way", 0, 0, 4L * Double.BYTES * width * states));
  }

  private static Trajectory require(MeasureContext context) {
    Trajectory trajectory = context.subject().trajectory();
    if (trajectory.size() < 2 * LEAST) {
      throw new NotApplicableException(
          "needs at least "
              + 2 * LEAST
              + " states of the training, got "
              + trajectory.size()
              + "; train with snapshots: {kind: every, count: N}");
    }
    return trajectory;
  }

  private static int first(Trajectory trajectory) {
    return trajectory.size() / 2;
  }

  @Override
  public Answer answer(MeasureContext context) {
    Trajectory trajectory = require(context);
    int from = first(trajectory);
    double[][] states = states(context, trajectory, from);
    double[][] steps = new double[states.length - 1][states[0].length];
    for (int t = 0; t < steps.length; t++) {
      for (int j = 0; j < steps[t].length; j++) {
        steps[t][j] = states[t + 1][j] - states[t][j];
      }
    }
    RandomStream stream = context.sampling().stream("trajectory-tail-index");
    double[][] likeSteps = standard(steps);
    double[][] likeStates = standard(states);
    TailEstimator.Tail ofSteps = index(likeSteps, stream);
    TailEstimator.Tail ofStates = index(likeStates, stream);
    TailEstimator.Tail stepControl = control(likeSteps, stream);
    TailEstimator.Tail stateControl = control(likeStates, stream);
    return Answer.estimate(
            Value.Named.of(Map.of("increments", ofSteps.alpha(), "iterates", ofStates.alpha())),
            Value.Named.of(Map.of("increments", ofSteps.error(), "iterates", ofStates.error())),
            TailEstimator.SUMS.text(likeSteps).replace("examples", "steps")
                + "; mean over "
                + ORDERS
                + " random orders",
            Conventions.definition(
                "states "
                    + (from + 1)
                    + " to "
                    + trajectory.size()
                    + " of "
                    + trajectory.size()
                    + "; "
                    + likeStates[0].length
                    + " of "
                    + trajectory.dimension()
                    + " coordinates, each centred and divided by its standard deviation, pooled"))
        .withControl(
            verdict("increments", ofSteps, stepControl)
                + "; "
                + verdict("iterates", ofStates, stateControl),
            List.of(
                stepControl.beside("increments", ofSteps),
                stateControl.beside("iterates", ofStates)));
  }

  private static double[][] states(MeasureContext context, Trajectory trajectory, int from) {
    int p = Math.toIntExact(Math.min(Integer.MAX_VALUE, trajectory.dimension()));
    int width = Math.min(COORDINATES, p);
    int[] chosen = new int[width];
    RandomStream stream = context.sampling().stream("trajectory-tail-index/coordinates");
    if (p <= COORDINATES) {
      Arrays.setAll(chosen, j -> j);
    } else {
      // With repetition: among many coordinates repeats are rare and harmless.
      Arrays.setAll(chosen, j -> stream.nextInt(p));
    }
    double[][] states = new double[trajectory.size() - from][width];
    double[] one = new double[1];
    for (int t = 0; t < states.length; t++) {
      for (int j = 0; j < width; j++) {
        trajectory.read(from + t, chosen[j], one, 1);
        states[t][j] = one[0];
      }
    }
    return states;
  }

  /** Columns that move, centred, of variance one. */
  private static double[][] standard(double[][] rows) {
    int n = rows.length;
    double[][] centred = new double[n][rows[0].length];
    for (int j = 0; j < rows[0].length; j++) {
      double mean = 0;
      double size = 0;
      for (double[] row : rows) {
        mean += row[j] / n;
        size = Math.max(size, Math.abs(row[j]));
      }
      double square = 0;
      for (double[] row : rows) {
        square += (row[j] - mean) * (row[j] - mean) / n;
      }
      // Differences that rounding alone could make are none.
      double scale = Math.sqrt(square) > 1e-7 * size ? 1 / Math.sqrt(square) : 0;
      for (int t = 0; t < n; t++) {
        centred[t][j] = scale * (rows[t][j] - mean);
      }
    }
    double[][] moving = NoiseColumns.moving(centred);
    if (moving[0].length == 0) {
      throw new NotApplicableException("the weights do not move in the later half of the states");
    }
    return moving;
  }

  private static TailEstimator.Tail index(double[][] rows, RandomStream stream) {
    double alpha = 0;
    double error = 0;
    for (int k = 0; k < ORDERS; k++) {
      int[] order = stream.permutation(rows.length);
      double[][] shuffled = new double[rows.length][];
      Arrays.setAll(shuffled, t -> rows[order[t]]);
      TailEstimator.Tail tail = TailEstimator.SUMS.of(shuffled);
      alpha += tail.alpha() / ORDERS;
      error += tail.error() / ORDERS;
    }
    return new TailEstimator.Tail(alpha, error);
  }

  private static TailEstimator.Tail control(double[][] like, RandomStream stream) {
    return index(standard(NoiseColumns.gaussian(like, stream)), stream);
  }

  private static String verdict(String name, TailEstimator.Tail tail, TailEstimator.Tail control) {
    return String.format(
        Locale.ROOT,
        "%s: Gaussian noise of the same variances gives %.4f with error %.4f, from which the"
            + " measurement %s",
        name,
        control.alpha(),
        control.error(),
        tail.differs(control)
            ? "differs by more than two errors"
            : "does not differ: it shows nothing");
  }

  @Override
  public Finding judge(Measurement found) {
    double alpha = found.number("increments");
    if (Double.isNaN(alpha)) {
      return Finding.READING;
    }
    return found.nullControl("increments").map(NullControl::tells).orElse(true)
        ? Finding.of(alpha < 2 ? TailFinding.STEPS_JUMP : TailFinding.STEPS_REGULAR, alpha)
        : Finding.of(TailFinding.STEPS_GAUSSIAN);
  }
}
