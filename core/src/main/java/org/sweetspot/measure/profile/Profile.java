package org.sweetspot.measure.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sweetspot.measure.Cost;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.WorkMeter;

/**
 * The answers of several measures about one network.
 *
 * @param measurements in the order of the measures
 * @param total cost of all, shared work counted once
 */
public record Profile(List<Measurement> measurements, Cost total) {
  /** Copies the list. */
  public Profile {
    measurements = List.copyOf(measurements);
  }

  /** Asks all measures, with shared work; the caller closes the context. */
  public static Profile of(
      MeasureContext context, List<Measure> measures, ProfileProgress progress) {
    List<Measurement> answers = new ArrayList<>();
    for (int i = 0; i < measures.size(); i++) {
      progress.measuring(measures.get(i).card(), (double) i / measures.size());
      answers.add(answer(context, measures.get(i), progress));
    }
    return of(answers);
  }

  private static Measurement answer(
      MeasureContext context, Measure measure, ProfileProgress progress) {
    WorkMeter.Reading before = context.bench().work().read();
    try {
      return measure.measure(context);
    } catch (RuntimeException e) {
      progress.failed(measure.card(), e);
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return measure.none(
          Status.FAILED,
          "failed: " + e.getClass().getSimpleName() + ": " + reason,
          context.bench().work().since(before));
    }
  }

  /** A profile of known answers, for instance read from a file. */
  public static Profile of(List<Measurement> answers) {
    double gradients = 0;
    double hvps = 0;
    double seconds = 0;
    for (Measurement answer : answers) {
      gradients += answer.cost().gradients();
      hvps += answer.cost().hvps();
      seconds += answer.cost().seconds();
    }
    return new Profile(answers, new Cost(gradients, hvps, seconds));
  }

  /** The answer of the measure with that id. */
  public Optional<Measurement> find(String id) {
    return measurements.stream().filter(answer -> answer.id().equals(id)).findFirst();
  }
}
