package org.sweetspot.report.finding;

import org.sweetspot.measure.frequency.FrequencyFinding;

/** What responses to coarse and fine detail show, in words. */
final class FrequencySentences {
  private static final String WITHOUT = "Without what was learned it would be %.2f times: ";
  private static final String MOVED =
      "Fine detail moved the outputs %.2g times as much as coarse detail at the first state, %.2g"
          + " times at the last: ";

  private FrequencySentences() {}

  static String of(FrequencyFinding verdict) {
    return switch (verdict) {
      case RATIO ->
          "Fine detail moves the outputs %.2f times as much as coarse detail of equal size.";
      case ALIKE ->
          "Fine and coarse detail of equal size move the outputs alike, within two errors.";
      case NOT_BY_TRAINING ->
          WITHOUT + "within two errors, so that training is not shown to have made it so.";
      case TURNED_COARSE -> WITHOUT + "training turned the network to coarse detail.";
      case TURNED_FINE ->
          WITHOUT
              + "training turned the network to fine detail, which noise and compression destroy.";
      case NO_TURN -> MOVED + "no turn to either is shown, within two errors.";
      case BECAME_COARSE -> MOVED + "training turned the network to coarse detail, as usual.";
      case BECAME_FINE ->
          MOVED
              + "training turned the network to fine detail, which noise and compression destroy.";
      case NO_GROWTH -> "That both responses grew is not shown, so neither came first.";
      case SAME_STATE ->
          "Both responses had half their growth at the same state: no order is shown.";
      case COARSE_FIRST ->
          "The response to coarse detail had half its growth first, at %.6g against %.6g.";
      case FINE_FIRST ->
          "The response to fine detail had half its growth first, at %.6g against %.6g.";
    };
  }
}
