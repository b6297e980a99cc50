package org.sweetspot.report.finding;

import org.sweetspot.measure.stability.StabilityFinding;

/** What measures of stability find, in words. */
final class StabilitySentences {
  private static final String BATCH = "Batch sharpness is %.2f of the edge 2 / eta: ";

  private StabilitySentences() {}

  static String of(StabilityFinding verdict) {
    return switch (verdict) {
      case BATCHES_AT_EDGE ->
          BATCH + "at the edge within two errors, as SGD left alone usually ends.";
      case BATCHES_BELOW_EDGE -> BATCH + "below it; the batches do not limit the step size yet.";
      case BATCHES_BEYOND_EDGE ->
          BATCH
              + "beyond it; a larger rate, or this one for longer, should blow up or move to a"
              + " flatter place.";
      case DELAY ->
          "%s; that is %.0f workers that do not wait for each other. One more step of delay, and"
              + " plain gradient descent leaves this minimum.";
      case NO_DELAY ->
          "%s; that is %.0f worker that does not wait for each other. One more step of delay, and"
              + " plain gradient descent leaves this minimum.";
      case DELAY_BETWEEN ->
          "Gradients may be %.0f to %.0f steps old, which the residual leaves open";
      case ONLY_FRESH -> "Only fresh gradients hold this minimum";
      case DELAY_UP_TO -> "Gradients may be up to %.0f steps old";
      case TOO_CURVED ->
          "Too bent for this learning rate: at %.3g full-batch descent could stay at no minimum"
              + " that fits the measured examples with this function; that takes a rate of at most"
              + " %.3g.";
      case NOT_TOO_CURVED ->
          "Not too bent for this learning rate, which rules nothing out; above a rate of %.3g it"
              + " would be too bent.";
      case LARGEST_RATE ->
          "With this batch size learning rates above %.3g drive plain SGD away from this minimum.";
      case CONDITION_FAILS ->
          "Above 1: the sufficient condition fails, some direction grows at some step. SGD may"
              + " still stay; mean-square-threshold decides.";
      case CONDITION_HOLDS -> "At most 1, within the residual: SGD stays near this minimum.";
      case CONDITION_UNDECIDED -> "Too close to 1 to say.";
      case SIDE_UNDECIDED ->
          "Its residual leaves open on which side of 1 it is: whether this step size can hold this"
              + " place cannot be told.";
      case FAR_BELOW_EDGE ->
          "Well below 1: this step size does not limit how sharp the minimum may be; a larger one"
              + " would still be stable here.";
      case BELOW_EDGE ->
          "Below 1 but near: a larger step would soon push the weights to a flatter place.";
      case AT_EDGE ->
          "At the edge of stability, as usual for large batches: the step size decides how sharp"
              + " the minimum is. Change it, and the bias changes.";
      case BEYOND_EDGE ->
          "Beyond 1: with this step size training would leave this place, if its loss were that of"
              + " the quadratic there; usual after a schedule has lowered the rate, or where noise"
              + " or clipping holds it.";
    };
  }
}
