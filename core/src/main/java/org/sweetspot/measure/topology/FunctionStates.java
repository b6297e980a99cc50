package org.sweetspot.measure.topology;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.dynamics.States;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.Outputs;
import org.sweetspot.problem.PerExample;
import org.sweetspot.topology.BlockedDistances;
import org.sweetspot.topology.DistanceTable;
import org.sweetspot.topology.Metric;
import org.sweetspot.trajectory.ArrayTrajectory;

/**
 * What the network says at up to {@value #MOST} states of the training: the loss of every measured
 * example and the label that it is given. Cost: two forward passes for each state.
 *
 * @param losses distances by losses
 * @param labels distances by labels, where the network is a classifier
 */
record FunctionStates(DistanceTable losses, Optional<DistanceTable> labels) {
  static final int MOST = 200;

  /** The distances, or nothing where no model tells its examples apart. */
  static Optional<FunctionStates> of(MeasureContext context) {
    if (!context.subject().hasProblem() || !context.subject().offers(PerExample.class)) {
      return Optional.empty();
    }
    try {
      States.require(context);
    } catch (NotApplicableException otherModel) {
      return Optional.empty();
    }
    boolean classifier = context.subject().offers(Outputs.class);
    int count = States.count(context, MOST);
    int first = LaterStates.startsApart(context.subject().trajectory()) ? 1 : 0;
    double[][] losses = new double[count][];
    double[][] labels = new double[count][];
    States.visit(
        context,
        MOST,
        row -> {
          losses[row] = losses(context);
          if (classifier) {
            labels[row] = labels(context);
          }
        });
    return Optional.of(
        new FunctionStates(
            BlockedDistances.of(
                Metric.MEAN_ABSOLUTE, cloud("losses", losses, first), context.bench().algebra()),
            classifier
                ? Optional.of(
                    BlockedDistances.of(
                        Metric.DISAGREEMENT,
                        cloud("labels", labels, first),
                        context.bench().algebra()))
                : Optional.empty()));
  }

  private static ArrayTrajectory cloud(String name, double[][] rows, int first) {
    return new ArrayTrajectory(name, Arrays.copyOfRange(rows, first, rows.length));
  }

  private static double[] losses(MeasureContext context) {
    PerExample problem = context.subject().require(PerExample.class);
    double[] all = new double[context.sampling().batch().size()];
    int at = 0;
    for (Batch chunk : context.sampling().chunks(context.sampling().batch())) {
      double[] part = problem.losses(chunk);
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  private static double[] labels(MeasureContext context) {
    Outputs problem = context.subject().require(Outputs.class);
    return context.sampling().chunks(context.sampling().batch()).stream()
        .map(chunk -> problem.predictions(chunk, Mode.EVALUATE))
        .flatMapToDouble(
            predictions ->
                IntStream.range(0, predictions.rows()).mapToDouble(predictions::predicted))
        .toArray();
  }
}
