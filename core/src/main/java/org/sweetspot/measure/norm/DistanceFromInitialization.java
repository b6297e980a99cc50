package org.sweetspot.measure.norm;

import java.util.List;
import java.util.Map;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterVector;

/** How far the weights are from where they started. */
public final class DistanceFromInitialization implements Measure {
  @Override
  public Card card() {
    return new Card(
        "distance-from-initialization",
        "distance from initialization",
        "How far did the training move the weights?",
        "the initial weights",
        "Relative distances well below 1 mean that the network hardly changed its features (lazy"
            + " training); above 1 it left its initialization behind.",
        "",
        "Neyshabur et al. 2019; Chizat, Oyallon and Bach 2019");
  }

  @Override
  public Finding judge(Measurement found) {
    double relative = found.number("relative");
    if (Double.isNaN(relative)) {
      return Finding.READING;
    }
    return Finding.of(
        relative < 0.1
            ? NormFinding.MOVED_HARDLY
            : relative > 1 ? NormFinding.MOVED_FAR : NormFinding.MOVED_AS_USUAL,
        relative);
  }

  @Override
  public List<Work> work(MeasureContext context) {
    ParameterVector initial = context.subject().facts().initial();
    long entries = initial == null ? 0 : initial.space().dimension();
    return entries == 0
        ? List.of()
        : List.of(
            new Work(
                "difference from the initial weights",
                0,
                0,
                entries * context.subject().problem().space().precision().bytes()));
  }

  @Override
  public Answer answer(MeasureContext context) {
    ParameterVector initial = context.subject().facts().initial();
    if (initial == null) {
      throw new NotApplicableException(
          "the initial weights are not known; measure a run that kept its first snapshot");
    }
    double start = initial.norm();
    if (!Double.isFinite(start)) {
      throw new UndefinedException("initial weights: expected finite numbers, got norm " + start);
    }
    try (ParameterVector difference = context.subject().problem().parameters().copy()) {
      double distance = difference.add(-1, initial).norm();
      Map<String, Double> values =
          start == 0
              ? Map.of("absolute", distance)
              : Map.of("absolute", distance, "relative", distance / start);
      return Answer.exact(
          Value.Named.of(values),
          "||w - w0|| and ||w - w0|| / ||w0||",
          Conventions.definition(
              "Euclidean, all trained parameters"
                  + (start == 0 ? "; the weights started at zero: no relative distance" : "")));
    }
  }
}
