package org.sweetspot.measure.dynamics;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.statistics.Sample;

/**
 * cos(x_i - x_(i-1), x_(i+1) - x_i) at each inner state at which neither step is zero. Exact. Cost:
 * one reading of the trajectory, shared.
 */
public final class TrajectoryTurning implements Measure {
  @Override
  public Card card() {
    return new Card(
        "trajectory-turning",
        "angles between steps",
        "Do successive stretches of the training pull in one direction or back and forth?",
        "a trajectory of at least three states",
        "1 goes straight on, 0 is what independent noise gives in many dimensions, below 0 the"
            + " weights bounce between walls of a valley.",
        "",
        "Xing et al. 2018, A Walk with SGD");
  }

  @Override
  public Finding judge(Measurement found) {
    double[] cosines = found.column("cosine").stream().mapToDouble(Double::doubleValue).toArray();
    if (cosines.length == 0) {
      return Finding.READING;
    }
    double mean = Sample.mean(cosines);
    // Three turns are the fewest whose spread says anything.
    if (cosines.length < 3) {
      return Finding.of(TrajectoryFinding.TOO_FEW_TURNS, mean, cosines.length);
    }
    double error = Sample.standardError(cosines);
    return Finding.of(
        !(Math.abs(mean) > 2 * error)
            ? TrajectoryFinding.TURNS_INDEPENDENT
            : mean > 0 ? TrajectoryFinding.KEPT_DIRECTION : TrajectoryFinding.VALLEY_WALLS,
        mean,
        cosines.length,
        error);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Walk.several(context, 3);
    Walk walk = Walk.of(context);
    int[] turns =
        IntStream.range(1, walk.size() - 1).filter(i -> !Double.isNaN(walk.cosine(i))).toArray();
    if (turns.length == 0) {
      throw new NotApplicableException("no two steps in a row have a length, so no angle exists");
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("position", IntStream.of(turns).mapToDouble(walk::position).toArray());
    columns.put("cosine", IntStream.of(turns).mapToDouble(walk::cosine).toArray());
    return Answer.exact(
        Value.Columns.of(columns),
        "cosine between the displacements into and out of each inner state",
        Walk.conventions(context.subject().trajectory())
            .and(Conventions.DEFINITION, "steps of length zero left out"));
  }
}
