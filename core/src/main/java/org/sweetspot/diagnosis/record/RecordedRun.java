package org.sweetspot.diagnosis.record;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sweetspot.measure.Measurement;

/**
 * A recorded training.
 *
 * @param facts what does not change: {@code recorded.json}
 * @param steps the updates, in order
 * @param evaluations in order
 * @param skips updates that a gradient scaler left out
 * @param resumptions by other processes
 * @param readings of monitors, in order
 * @param measured answers about the network, the last time that it was measured
 * @param ended whether the recorder was closed; a training that was killed has no end
 * @param damaged lines that could not be read
 */
public record RecordedRun(
    Entry facts,
    List<Entry> steps,
    List<Entry> evaluations,
    List<Entry> skips,
    List<Entry> resumptions,
    List<Entry> readings,
    List<Measurement> measured,
    boolean ended,
    int damaged) {
  /** Copies the lists. */
  public RecordedRun {
    steps = List.copyOf(steps);
    evaluations = List.copyOf(evaluations);
    skips = List.copyOf(skips);
    resumptions = List.copyOf(resumptions);
    readings = List.copyOf(readings);
    measured = List.copyOf(measured);
  }

  /** How many updates stand in the record. */
  public int size() {
    return steps.size();
  }

  /** A number of every update; NaN where it was not looked at. */
  public double[] series(String path) {
    return steps.stream().mapToDouble(step -> step.number(path)).toArray();
  }

  /** A number of every batch that was looked at closely. */
  public double[] batches(String path) {
    return looked().stream()
        .flatMap(step -> step.entries("micro").stream())
        .mapToDouble(batch -> batch.number(path))
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /** Updates that were looked at closely. */
  public List<Entry> looked() {
    return steps.stream().filter(step -> step.has("micro")).toList();
  }

  /** The largest rate among the groups, at every update. */
  public double[] rates() {
    return steps.stream().mapToDouble(step -> Series.largest(step.numbers("rate"))).toArray();
  }

  /** The largest of all rates. */
  public double peakRate() {
    return Series.largest(rates());
  }

  /** Places of the parameters with a role, in the order of {@code recorded.json}. */
  public List<Integer> places(String... roles) {
    List<Entry> parameters = facts.entries("parameters");
    return IntStream.range(0, parameters.size())
        .filter(place -> List.of(roles).contains(parameters.get(place).text("role")))
        .boxed()
        .toList();
  }

  /** A parameter's update relative to its weights, at each update that was looked at closely. */
  public double[] relativeMoves(int place) {
    List<Double> found = new ArrayList<>();
    for (Entry step : steps) {
      double[] moves = step.numbers("update.norms");
      double[] weights = step.numbers("update.weights");
      if (place < moves.length && place < weights.length && weights[place] > 0) {
        found.add(moves[place] / weights[place]);
      }
    }
    return found.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The norms of a parameter's updates, at each update that was looked at closely. */
  public double[] moves(int place) {
    return steps.stream()
        .map(step -> step.numbers("update.norms"))
        .filter(moves -> place < moves.length)
        .mapToDouble(moves -> moves[place])
        .toArray();
  }

  /** The part of the record from one share of its updates to another. */
  public List<Entry> part(double from, double to) {
    return steps.subList((int) (from * size()), (int) (to * size()));
  }
}
