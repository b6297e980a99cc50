package org.sweetspot.measure.summary;

import java.util.Optional;
import org.sweetspot.measure.TrainingFacts;
import org.sweetspot.measure.profile.Profile;

/**
 * What a practitioner asks first, each decided from all answers that bear on it.
 *
 * @param quality how good it is
 * @param sharpness whether it is too sharp for its step
 * @param noise how noisy gradients are and which batches pay
 * @param confidence whether its confidence can be trusted
 * @param layers whether anything is odd in a layer
 * @param structure whether the weights alone show that anything was learned
 * @param path the path that training took
 */
public record Summary(
    Optional<Quality> quality,
    Optional<Sharpness> sharpness,
    Optional<Noise> noise,
    Optional<Confidence> confidence,
    Optional<Layers> layers,
    Optional<Structure> structure,
    Optional<Path> path) {
  /** Decides from the answers that there are. */
  public static Summary of(Profile profile, TrainingFacts facts) {
    Answers answers = new Answers(profile);
    return new Summary(
        Quality.of(answers),
        Sharpness.of(answers, facts),
        Noise.of(answers, facts),
        Confidence.of(answers),
        Layers.of(answers),
        Structure.of(answers),
        Path.of(answers));
  }
}
