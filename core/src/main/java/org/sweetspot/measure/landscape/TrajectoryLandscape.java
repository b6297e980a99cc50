package org.sweetspot.measure.landscape;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.measure.dynamics.PathPlane;
import org.sweetspot.vector.ParameterVector;

/**
 * The loss on the plane of the way: L(w + x u + y v), w the measured weights, u and v the first two
 * principal directions of the trajectory, of length one; over a rectangle that holds the projected
 * states with a margin of {@value #MARGIN} of its sides. Exact. Cost: a forward pass over the
 * measured examples at {@value #SIDE} x {@value #SIDE} points and at up to {@value #STATES} states.
 */
public final class TrajectoryLandscape implements Measure {
  private static final int SIDE = 13;
  private static final int STATES = 50;
  private static final double MARGIN = 0.2;

  @Override
  public Card card() {
    return new Card(
        "trajectory-landscape",
        "loss on the plane of the way",
        "What does the loss look like along the way that the training took?",
        "a trajectory of at least three states, the model and data",
        "A way that follows the floor of a valley is usual. The plane passes through the last"
            + " weights: early states lie off it, and the loss under their projection is not"
            + " theirs; trajectory-loss has that.",
        "",
        "Li, Xu, Taylor, Studer and Goldstein, NeurIPS 2018, section 7");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    PathPlane.require(context);
    return List.of(Work.forward("losses on the plane of the way"));
  }

  @Override
  public Finding judge(Measurement found) {
    return LossSlices.way(found).orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    MeasuredLoss loss = MeasuredLoss.of(context, context.subject().mode());
    try (PathPlane plane = PathPlane.of(context);
        ParameterVector end = loss.weights().copy()) {
      int states = Math.min(STATES, context.subject().trajectory().size());
      int rows = SIDE * SIDE + states;
      double[] x = new double[rows];
      double[] y = new double[rows];
      double[] state = new double[rows];
      double[] horizontal = side(plane.path(0));
      double[] vertical = side(plane.path(1));
      for (int i = 0; i < SIDE * SIDE; i++) {
        x[i] = horizontal[i / SIDE];
        y[i] = vertical[i % SIDE];
      }
      for (int s = 0; s < states; s++) {
        int index = (int) ((long) s * (context.subject().trajectory().size() - 1) / (states - 1));
        x[SIDE * SIDE + s] = plane.path(0)[index];
        y[SIDE * SIDE + s] = plane.path(1)[index];
        state[SIDE * SIDE + s] = index + 1;
      }
      double[] losses = new double[rows];
      for (int i = 0; i < rows; i++) {
        boolean here = x[i] == 0 && y[i] == 0;
        losses[i] = here ? loss.here() : loss.at(x[i], plane.first(), y[i], plane.second());
      }
      Map<String, double[]> columns = new LinkedHashMap<>();
      columns.put("x", x);
      columns.put("y", y);
      columns.put("loss", losses);
      columns.put("state", state);
      return Answer.exact(
          Value.Columns.of(columns),
          SIDE
              + " x "
              + SIDE
              + " losses, y running fastest, then those under the projected states, whose number"
              + " counts from 1 (0 for the grid)",
          context
              .sampling()
              .conventions(context.subject().mode())
              .and(
                  Conventions.DEFINITION,
                  "Euclidean distances along the first two principal directions of "
                      + context.subject().trajectory().size()
                      + " states, "
                      + distance(context, end)
                      + "; buffers as measured"));
    }
  }

  /** The measured weights should be the last state; a file may say otherwise. */
  private static String distance(MeasureContext context, ParameterVector weights) {
    int last = context.subject().trajectory().size() - 1;
    try (ParameterVector state =
        context
            .subject()
            .problem()
            .space()
            .zero()
            .set(context.subject().trajectory().state(last))) {
      double away = state.add(-1, weights).norm();
      return away == 0
          ? "through the last state, which is measured"
          : Sentence.of("through the measured weights, %.3g away from the last state", away);
    }
  }

  private static double[] side(double[] path) {
    double low = Arrays.stream(path).min().orElse(0);
    double high = Arrays.stream(path).max().orElse(0);
    double margin = MARGIN * (high - low);
    double[] side = new double[SIDE];
    for (int i = 0; i < SIDE; i++) {
      side[i] = low - margin + (high - low + 2 * margin) * i / (SIDE - 1);
    }
    return side;
  }
}
