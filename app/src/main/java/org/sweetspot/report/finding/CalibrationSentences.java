package org.sweetspot.report.finding;

import org.sweetspot.measure.calibration.CalibrationFinding;

/** What measures of calibration find, in words. */
final class CalibrationSentences {
  private static final String BEYOND =
      "Probabilities and frequencies are %.1f points apart on average (error %.1f); chance alone"
          + " would show %.1f: ";
  private static final String APART = "On average confidence and accuracy are %.1f points apart: ";

  private CalibrationSentences() {}

  static String of(CalibrationFinding verdict) {
    return switch (verdict) {
      case ONE_CLASS -> "All rows have one class, so that there is nothing to tell apart.";
      case LABELS_SETTLED ->
          "The outputs settle %.0f%% of what is uncertain in the labels (error %.1g points).";
      case NOTHING_SETTLED ->
          "That the outputs tell anything of the labels is not shown, within two errors.";
      case CONFIDENCE_COSTS ->
          "Wrong confidences cost %.2g (error %.1g), of which some is chance: it is never quite"
              + " zero; ece has a control.";
      case CONFIDENCE_COST_NOT_SHOWN ->
          "That wrong confidences cost anything is not shown, within two errors.";
      case MISCALIBRATED_MUCH -> BEYOND + "do not use these probabilities as they are.";
      case MISCALIBRATED_LITTLE -> BEYOND + "there is miscalibration, though not much.";
      case AS_BY_CHANCE ->
          "%.1f points apart on average where chance alone shows %.1f: within two errors (%.1f), so"
              + " no miscalibration shown.";
      case NEAR_ZERO ->
          "Within two standard errors of zero, which a calibrated network of few examples would"
              + " show too: no miscalibration shown.";
      case FAR_APART -> APART + "do not use its probabilities as they are.";
      case APART_AS_USUAL -> APART + "usual, and not large.";
      case TRUE_CLASS_PROBABILITY -> "As if it gave each true class a probability of %.3g.";
      case GUESSING_NOT_BEATEN ->
          "Guessing by the frequencies of the classes gives %.3g, which the errors do not tell from"
              + " it: that the network knows anything of these rows is not shown.";
      case GUESSING_BEATEN ->
          "Guessing by the frequencies of the classes gives %.3g: the network is better by %.0f%%"
              + " of that (error %.1f points).";
      case WORSE_THAN_GUESSING ->
          "Guessing by the frequencies of the classes gives %.3g: the network's probabilities are"
              + " worse than none; correct them (see temperature) before use.";
      case BALANCED -> "Within two errors of zero: neither over-confidence nor caution is shown.";
      case OVER_CONFIDENT ->
          "It promises to be right %.1f points more often than it is: usual for networks trained"
              + " long without regularization; see temperature for the remedy.";
      case CAUTIOUS ->
          "It is right %.1f points more often than it promises: cautious, which is less usual.";
      case NO_BIN_OFF ->
          "In none of the %d bins with rows do confidence and accuracy differ by more than three"
              + " errors: no miscalibration shown.";
      case BINS_OFF ->
          "Of %d bins with rows it is over-confident in %d and too cautious in %d, by more than"
              + " three errors each, which chance alone hardly does.";
      case FIT_AT_UPPER_BOUND ->
          "The fit ended at its upper bound of 20: the more the probabilities are flattened, the"
              + " better, so that the outputs say nothing or the wrong thing of these labels. A fit"
              + " at its bound is not advice.";
      case FIT_AT_LOWER_BOUND ->
          "The fit ended at its lower bound of 1/20: the more certain the network is made of these"
              + " rows, the better, as where all of them are right. A fit at its bound is not"
              + " advice.";
      case TEMPERATURE_ONE -> "Not told apart from 1: its confidence needs no correction.";
      case TEMPERATURE_ABOVE ->
          "Above 1: the network is over-confident; divide its logits by this.";
      case TEMPERATURE_BELOW ->
          "Below 1: the network is less certain than it could be; divide its logits by this.";
    };
  }
}
