package org.sweetspot.report.finding;

import org.sweetspot.measure.landscape.LandscapeFinding;

/** What slices and edges of the loss show, in words. */
final class LandscapeSentences {
  private static final String ON_RANDOM = "On these two random directions ";
  private static final String ON_WAY = "On the plane of the way ";
  private static final String ELSEWHERE =
      "the loss is lower elsewhere: %.3g at (%.2g, %.2g) against %.3g here, so that the weights are"
          + " not at a minimum.";

  private LandscapeSentences() {}

  static String of(LandscapeFinding verdict) {
    return switch (verdict) {
      case LARGEST_STEP -> "A step along the gradient of more than %.3g raises the loss here.";
      case NOISE_ON_WEIGHTS -> "Noise of %.3g on every weight costs a tenth of the accuracy.";
      case NOISE_ON_MOVEMENT ->
          "Noise of %.3g of each weight's movement costs a tenth of the accuracy.";
      case RISES ->
          "At its method's usual distance (%s) the loss rises by %.3g nats; near zero is flat.";
      case DOES_NOT_RISE ->
          "The loss does not rise along the gradient at its method's usual distance: the gradient"
              + " is too small to point uphill, and this shows nothing.";
      case LINE_ENDS ->
          "From %.3g here the loss goes to %.3g and %.3g where this direction is as long as the"
              + " weights.";
      case LINE_LOWER ->
          "It is lower, %.3g, at %.2g: along this direction the weights are not at a minimum.";
      case LINE_BOWL ->
          "It is lowest here and bends upwards all along: a bowl, in this one direction.";
      case LINE_NO_BOWL ->
          "It is lowest here, but not a bowl all along: it bends downwards in places.";
      case RANDOM_PLANE_LOWEST ->
          "Of %d places on these two random directions none has a lower loss than the weights,"
              + " %.3g.";
      case RANDOM_PLANE_LOWER -> ON_RANDOM + ELSEWHERE;
      case WAY_LOWEST ->
          "Of %d places on the plane of the way none has a lower loss than the weights, %.3g.";
      case WAY_LOWER -> ON_WAY + ELSEWHERE;
      case FELL_ALL_THE_WAY -> "Under the states it fell all the way.";
      case ROSE_IN_PLACES -> "Under the states it rose in %d of %d stretches, at most to %.3g.";
    };
  }
}
