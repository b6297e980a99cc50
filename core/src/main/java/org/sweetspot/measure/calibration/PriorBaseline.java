package org.sweetspot.measure.calibration;

import java.util.Optional;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.statistics.Sample;

/**
 * The control of scores of probabilities: giving every row the frequencies that the classes have in
 * these very rows, as if one knew them but nothing of the inputs.
 *
 * @param mean what that scores
 * @param error standard error of the network's mean less this one, from differences row by row
 */
record PriorBaseline(double mean, double error) {

  /** For -ln p(label). */
  static PriorBaseline surprise(OutputScores scores) {
    double[] frequencies = scores.frequencies();
    int[] labels = scores.labels();
    double[] rows = new double[labels.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = -Math.log(frequencies[labels[i]]);
    }
    return of(scores.surprise(), rows);
  }

  /** For ||p - one-hot||^2. */
  static PriorBaseline brier(OutputScores scores) {
    double[] frequencies = scores.frequencies();
    int[] labels = scores.labels();
    double squares = 0;
    for (double frequency : frequencies) {
      squares += frequency * frequency;
    }
    double[] rows = new double[labels.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = squares + 1 - 2 * frequencies[labels[i]];
    }
    return of(scores.brier(), rows);
  }

  private static PriorBaseline of(double[] network, double[] guessing) {
    return new PriorBaseline(
        Sample.mean(guessing), Sample.standardError(Sample.differences(network, guessing)));
  }

  /** The answer with this beside it. */
  Answer beside(Answer answer, double score) {
    String text =
        Sentence.of("guessing each class with its frequency in these rows would show %.6g", mean)
            + (Double.isNaN(error) ? "" : Sentence.of(" (error of the difference %.2g)", error));
    return answer.withControl(
        text,
        new NullControl(
            "",
            "the classes' frequencies (error: of the difference)",
            mean,
            Double.isNaN(error) ? 0 : error,
            Math.abs(mean - score) > 2 * error));
  }

  /** Which of the two scores is better, where that is shown; empty without this control. */
  static Optional<Finding> judge(Measurement found) {
    return found.nullControl().map(control -> judge(found, control));
  }

  private static Finding judge(Measurement found, NullControl control) {
    double guess = control.value();
    double gain = guess - found.number();
    if (!control.tells()) {
      return Finding.of(CalibrationFinding.GUESSING_NOT_BEATEN, guess);
    }
    return gain > 0
        ? Finding.of(
            CalibrationFinding.GUESSING_BEATEN,
            guess,
            100 * gain / guess,
            100 * control.error() / guess)
        : Finding.of(CalibrationFinding.WORSE_THAN_GUESSING, guess);
  }
}
