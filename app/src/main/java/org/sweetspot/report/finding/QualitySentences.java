package org.sweetspot.report.finding;

import org.sweetspot.measure.quality.QualityFinding;

/** What losses and scores show, in words. */
final class QualitySentences {
  private static final String RIGHT =
      "Right for %.1f%% of the %s rows (error %.1f), where naming the commonest class always would"
          + " be right for %.1f%%: ";
  private static final String LOSES = "It loses %.1f points on data it never saw; ";
  private static final String EXPLAINS =
      "It explains %.3g of the variance of the %s targets (error %.1g): ";

  private QualitySentences() {}

  static String of(QualityFinding verdict) {
    return switch (verdict) {
      case ONE_CLASS ->
          "Right for %.1f%% of the %s rows, which are all of one class: naming that class always"
              + " would be right for all of them, so that this split cannot tell what was learned.";
      case LEARNING_NOT_SHOWN ->
          RIGHT + "that it learned anything is not shown, within two errors.";
      case LEARNED_TRAINING ->
          RIGHT + "it learned these; there are no others to tell whether that holds elsewhere.";
      case LEARNED -> RIGHT + "it learned what holds on data it never saw.";
      case WORSE_THAN_COMMONEST ->
          RIGHT + "worse than that; it was not trained for these labels, or hardly.";
      case NO_GAP_SHOWN -> "Within the error of zero: what it learned holds on data it never saw.";
      case LARGE_GAP -> LOSES + "it fitted much that is particular to its training data.";
      case USUAL_GAP -> LOSES + "a few points are usual for a network that fits its training data.";
      case ONE_SPLIT ->
          "There is one split only, so that nothing can be said of what was learned by heart.";
      case SAME_LOSS ->
          "On data it never saw the loss differs by %.2g, within two errors (%.2g): that anything"
              + " was learned by heart is not shown.";
      case HIGHER_LOSS ->
          "On data it never saw the loss is %.3g higher (%s): part of what it learned is particular"
              + " to its training data, as usual.";
      case LOWER_LOSS ->
          "On data it never saw the loss is %.3g lower (%s): unusual; the splits differ, or the"
              + " training data are the harder ones.";
      case ERROR -> "error %.1g";
      case ERROR_NOT_KNOWN -> "error not known";
      case EXPLAINS_TRAINING ->
          EXPLAINS + "it learned these; there are no others to tell whether that holds elsewhere.";
      case EXPLAINS_NEW -> EXPLAINS + "it learned what holds on data it never saw.";
      case WORSE_THAN_MEAN -> EXPLAINS + "always answering their mean would be better.";
      case NOT_BETTER_THAN_MEAN ->
          EXPLAINS + "that it does better than always answering their mean is not shown.";
    };
  }
}
