package org.sweetspot.report.finding;

import org.sweetspot.measure.tails.TailFinding;

/** What indices of heavy tails show, in words. */
final class TailSentences {
  private static final String INDEX = "The steps' index %.2f differs from the Gaussian control: ";

  private TailSentences() {}

  static String of(TailFinding verdict) {
    return switch (verdict) {
      case GRADIENTS_GAUSSIAN ->
          "As Gaussian noise of the same variances would be: no heavy tails shown.";
      case GRADIENTS_HEAVY ->
          "The index %.2f differs from that of Gaussian noise of the same variances: a few examples"
              + " have gradients far larger than the rest.";
      case STEPS_GAUSSIAN ->
          "The steps are as Gaussian noise of the same variances would be: no heavy tails shown.";
      case STEPS_JUMP -> INDEX + "jumps, or steps whose size changed on the way.";
      case STEPS_REGULAR -> INDEX + "steps more regular than Gaussian noise.";
    };
  }
}
