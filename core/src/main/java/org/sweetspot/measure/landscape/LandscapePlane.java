package org.sweetspot.measure.landscape;

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
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.random.RandomStream;
import org.sweetspot.vector.ParameterVector;

/**
 * The loss over two random filter-normalized directions: L(w + x d + y e), x and y from -1 to 1.
 */
public final class LandscapePlane implements Measure {
  private static final int SIDE = 11;

  @Override
  public Card card() {
    return new Card(
        "landscape-plane",
        "plane of the loss landscape",
        "What does the loss look like around the weights?",
        "losses",
        "Convex contours are usual near a minimum; chaotic ones warn of training that hangs on its"
            + " start. Two random directions say nothing about the steepest ones.",
        "",
        "Li, Xu, Taylor, Studer and Goldstein, NeurIPS 2018, section 4");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    context.subject().problem();
    return List.of(Work.forward("losses at displaced weights"));
  }

  @Override
  public Finding judge(Measurement found) {
    return LossSlices.plane(found).orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    MeasuredLoss loss = MeasuredLoss.of(context, context.subject().mode());
    double[] x = new double[SIDE * SIDE];
    double[] y = new double[SIDE * SIDE];
    double[] losses = new double[SIDE * SIDE];
    RandomStream stream = context.sampling().stream("landscape-plane");
    try (ParameterVector first = FilterDirection.draw(loss.weights(), stream);
        ParameterVector second = FilterDirection.draw(loss.weights(), stream)) {
      for (int i = 0; i < SIDE * SIDE; i++) {
        int row = i / SIDE;
        int column = i % SIDE;
        x[i] = (2.0 * row - (SIDE - 1)) / (SIDE - 1);
        y[i] = (2.0 * column - (SIDE - 1)) / (SIDE - 1);
        boolean centre = x[i] == 0 && y[i] == 0;
        losses[i] = centre ? loss.here() : loss.at(x[i], first, y[i], second);
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("x", x);
    columns.put("y", y);
    columns.put("loss", losses);
    return Answer.exact(
        Value.Columns.of(columns),
        SIDE + " x " + SIDE + " losses over two random directions, y running fastest",
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "Gaussian directions, not made orthogonal, each filter scaled to the norm of the"
                    + " weights' filter (slices of the first axis), biases and normalization"
                    + " fixed"));
  }
}
