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
import org.sweetspot.vector.ParameterVector;

/** The loss along one random filter-normalized direction: L(w + t d), t from -1 to 1. */
public final class LandscapeLine implements Measure {
  private static final int POINTS = 21;

  @Override
  public Card card() {
    return new Card(
        "landscape-line",
        "slice of the loss landscape",
        "What does the loss look like on both sides of the weights?",
        "losses",
        "A wide bowl or a narrow one: filter normalization makes slices of different networks"
            + " comparable. One random direction says nothing about the steepest ones.",
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
    return LossSlices.line(found).orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    MeasuredLoss loss = MeasuredLoss.of(context, context.subject().mode());
    double[] at = new double[POINTS];
    double[] losses = new double[POINTS];
    try (ParameterVector direction =
        FilterDirection.draw(loss.weights(), context.sampling().stream("landscape-line"))) {
      for (int i = 0; i < POINTS; i++) {
        at[i] = (2.0 * i - (POINTS - 1)) / (POINTS - 1);
        losses[i] = at[i] == 0 ? loss.here() : loss.at(at[i], direction);
      }
    }
    Map<String, double[]> columns = new LinkedHashMap<>();
    columns.put("t", at);
    columns.put("loss", losses);
    return Answer.exact(
        Value.Columns.of(columns),
        POINTS + " losses along one random direction",
        context
            .sampling()
            .conventions(context.subject().mode())
            .and(
                Conventions.DEFINITION,
                "Gaussian direction, each filter scaled to the norm of the weights' filter (slices"
                    + " of the first axis), biases and normalization fixed"));
  }
}
