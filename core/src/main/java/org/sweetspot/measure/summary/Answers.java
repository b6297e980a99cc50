package org.sweetspot.measure.summary;

import java.util.Optional;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Status;
import org.sweetspot.measure.profile.Profile;

/** The answered measures of a profile, by id. */
final class Answers {
  private final Profile profile;

  Answers(Profile profile) {
    this.profile = profile;
  }

  /** The answer of a measure, if it was asked and has one. */
  Optional<Measurement> find(String id) {
    return profile.find(id).filter(answer -> answer.value() != null);
  }

  /** One number. */
  Estimate number(String id) {
    return find(id)
        .map(answer -> new Estimate(answer.number(), answer.margin()))
        .filter(Estimate::known)
        .orElse(Estimate.UNKNOWN);
  }

  /** One part of a named answer. */
  Estimate number(String id, String part) {
    return find(id)
        .filter(answer -> answer.parts().containsKey(part))
        .map(answer -> new Estimate(answer.number(part), answer.margin(part)))
        .filter(Estimate::known)
        .orElse(Estimate.UNKNOWN);
  }

  /** What the null control of one part of a named answer gave. */
  Estimate control(String id, String part) {
    return find(id)
        .flatMap(answer -> answer.nullControl(part))
        .map(control -> new Estimate(control.value(), control.error()))
        .orElse(Estimate.UNKNOWN);
  }

  /** The first number of a list. */
  Estimate first(String id) {
    return find(id)
        .filter(answer -> !answer.series().isEmpty())
        .map(answer -> new Estimate(answer.series().get(0), answer.margin(0)))
        .filter(Estimate::known)
        .orElse(Estimate.UNKNOWN);
  }

  /** Whether an answer did not reach the precision that was asked for, or ended at a bound. */
  boolean unconverged(String id) {
    return find(id).filter(answer -> answer.status() == Status.NOT_CONVERGED).isPresent();
  }
}
