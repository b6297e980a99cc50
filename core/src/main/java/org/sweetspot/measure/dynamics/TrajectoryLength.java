package org.sweetspot.measure.dynamics;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;

/**
 * How long the way was and how far it led.
 *
 * <p>path = sum_i ||x_i - x_(i-1)||; displacement = ||x_(k-1) - x_0||; straightness = displacement
 * / path; mean-cosine = mean over i of cos(x_i - x_(i-1), x_(i+1) - x_i). Exact for the states
 * given; states that are further apart make any path shorter. Cost: one reading of the trajectory.
 */
public final class TrajectoryLength implements Measure {
  /** A random walk in few dimensions may differ from the mean by less than this factor. */
  /** How many times straighter than a random walk a path must be to be called directed. */
  public static final double CLEAR = 1.5;

  @Override
  public Card card() {
    return new Card(
        "trajectory-length",
        "length of the way",
        "How far did the training travel, and how much of that was progress?",
        "a trajectory of at least two states",
        "A straightness near 1 is a straight way; a random walk of k steps has about 1/sqrt(k)."
            + " Compare only trajectories with the same spacing of states.",
        "",
        "definition");
  }

  @Override
  public Finding judge(Measurement found) {
    double straight = found.number("straightness");
    double random = found.nullControl("straightness").map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(straight) || Double.isNaN(random)) {
      return found.number("path") == 0
          ? Finding.of(TrajectoryFinding.NEVER_MOVED)
          : Finding.READING;
    }
    if (random > 1 / CLEAR) {
      return Finding.of(TrajectoryFinding.TOO_FEW_STEPS);
    }
    return Finding.of(
        straight > CLEAR * random
            ? TrajectoryFinding.STRAIGHT
            : straight * CLEAR < random
                ? TrajectoryFinding.BACK_AND_FORTH
                : TrajectoryFinding.NO_DIRECTION,
        100 * straight,
        100 * random);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Walk walk = Walk.of(context);
    int last = walk.size() - 1;
    SortedMap<String, Double> values = new TreeMap<>();
    values.put("path", walk.travelled(last));
    values.put("displacement", walk.distance(last));
    String left = "";
    if (walk.travelled(last) > 0) {
      values.put("straightness", walk.distance(last) / walk.travelled(last));
    } else {
      left = "; the weights never moved: no straightness";
    }
    double sum = 0;
    int count = 0;
    for (int i = 1; i < last; i++) {
      double cosine = walk.cosine(i);
      if (!Double.isNaN(cosine)) {
        sum += cosine;
        count++;
      }
    }
    if (count > 0) {
      values.put("mean-cosine", sum / count);
    }
    double squares = 0;
    for (int i = 1; i <= last; i++) {
      squares += walk.step(i) * walk.step(i);
    }
    Answer answer =
        Answer.exact(
            new Value.Named(values),
            "sums of ||x_i - x_(i-1)|| and ||x_(k-1) - x_0||; mean of the cosines between"
                + " consecutive steps, steps of length zero left out",
            Walk.conventions(context.subject().trajectory()).and(Conventions.DEFINITION, left));
    if (!(walk.travelled(last) > 0)) {
      return answer;
    }
    double random = Math.sqrt(squares) / walk.travelled(last);
    double straight = walk.distance(last) / walk.travelled(last);
    return answer.withControl(
        String.format(
            Locale.ROOT,
            "%d steps of these lengths in random directions of many dimensions would show a"
                + " straightness of %.4f",
            last,
            random),
        new NullControl(
            "straightness",
            "steps in random directions",
            random,
            0,
            random <= 1 / CLEAR && (straight > CLEAR * random || straight * CLEAR < random)));
  }
}
