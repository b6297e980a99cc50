package org.sweetspot.report.finding;

import org.sweetspot.measure.representation.CollapseFinding;

/** What signs of neural collapse show, in words. */
final class CollapseSentences {
  private static final String DIFFER =
      "The class means' lengths differ by %.0f%% (error %.1g), the cosines between them by %.2g"
          + " (error %.1g) from those of a regular simplex: ";
  private static final String OTHERWISE =
      "The nearest class mean decides otherwise for %.1f%% of the rows (error %.1f): ";

  private CollapseSentences() {}

  static String of(CollapseFinding verdict) {
    return switch (verdict) {
      case CLASSES_OVERLAP ->
          "The classes overlap in the features: no collapse, as before the training error is"
              + " small.";
      case COLLAPSED ->
          "The features of a class lie close together compared with the classes: collapse, usual"
              + " long after the training error is zero.";
      case BETWEEN ->
          "Between scatter and collapse, as usual for a network that was not trained far beyond"
              + " zero training error.";
      case SIMPLEX -> DIFFER + "within two errors none of it, as in collapse.";
      case NO_SIMPLEX ->
          DIFFER + "no full collapse, as usual unless trained far beyond zero training error.";
      case WEIGHTS_AT_MEANS -> "The last layer's weights point to the class means.";
      case WEIGHTS_NOT_AT_MEANS ->
          "The last layer's weights do not point to the class means (yet).";
      case WEIGHTS_UNDECIDED -> "Too uncertain to say whether weights and class means are aligned.";
      case NEAREST_MEAN -> OTHERWISE + "the last layer does no more than that rule.";
      case MORE_THAN_NEAREST_MEAN -> OTHERWISE + "the last layer does more than that rule.";
    };
  }
}
