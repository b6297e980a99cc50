package org.sweetspot.measure.dynamics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Value;

/**
 * Along the way: ||x_i - x_(i-1)|| (zero at the first state), their running sum, and ||x_i - x_0||.
 * Exact. Cost: one reading of the trajectory, shared.
 */
public final class TrajectoryDistances implements Measure {
  @Override
  public Card card() {
    return new Card(
        "trajectory-distances",
        "distances along the way",
        "When did the weights move, and how far from their start?",
        "a trajectory of at least two states",
        "From-start grows like the square root of the steps in a random walk and like the steps on"
            + " a straight way; short steps at the end mean that the training settled.",
        "",
        "definition; Hoffer, Hubara and Soudry 2017 for growth with the logarithm of the steps");
  }

  @Override
  public Finding judge(Measurement found) {
    List<Double> distances = found.column("from-start");
    List<Double> travelled = found.column("travelled");
    int last = distances.size() - 1;
    if (last < 1 || travelled.size() != distances.size()) {
      return Finding.READING;
    }
    if (!(travelled.get(last) > 0)) {
      return Finding.of(TrajectoryFinding.NEVER_MOVED);
    }
    int half = 0;
    while (travelled.get(half) < travelled.get(last) / 2) {
      half++;
    }
    double most = Collections.max(distances);
    Finding ended =
        Finding.of(TrajectoryFinding.ENDED, distances.get(last), half, last, (last + 1) / 2);
    return most > distances.get(last) * 1.01
        ? ended.and(TrajectoryFinding.CAME_BACK, most)
        : ended.and(TrajectoryFinding.NEVER_FARTHER);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Walk walk = Walk.of(context);
    int k = walk.size();
    double[] positions = new double[k];
    double[] steps = new double[k];
    double[] travelled = new double[k];
    double[] distances = new double[k];
    for (int i = 0; i < k; i++) {
      positions[i] = walk.position(i);
      distances[i] = walk.distance(i);
      if (i > 0) {
        steps[i] = walk.step(i);
        travelled[i] = travelled[i - 1] + steps[i];
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("position", positions);
    columns.put("from-previous", steps);
    columns.put("travelled", travelled);
    columns.put("from-start", distances);
    return Answer.exact(
        Value.Columns.of(columns),
        "||x_i - x_(i-1)||, its running sum, and ||x_i - x_0||",
        Walk.conventions(context.subject().trajectory()));
  }
}
