package org.sweetspot.measure.calibration;

import java.util.Locale;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Stated;
import org.sweetspot.measure.quality.OutputScores;
import org.sweetspot.statistics.Sample;

/**
 * The control of scores of probabilities: giving every row the frequencies that the classes have in
 * these very rows, as if one knew them but nothing of the inputs.
 *
 * @param mean what that scores
 * @param error standard error of the network's mean less this one, from differences row by row
 */
record Guessing(double mean, double error) {
  private static final String SHOWS = "in these rows would show ";
  private static final String ERROR = "error of the difference ";

  /** For -ln p(label). */
  static Guessing surprise(OutputScores scores) {
    double[] frequencies = scores.frequencies();
    int[] labels = scores.labels();
    double[] rows = new double[labels.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = -Math.log(frequencies[labels[i]]);
    }
    return of(scores.surprise(), rows);
  }

  /** For ||p - one-hot||^2. */
  static Guessing brier(OutputScores scores) {
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

  private static Guessing of(double[] network, double[] guessing) {
    return new Guessing(
        Sample.mean(guessing), Sample.standardError(Sample.differences(network, guessing)));
  }

  /** As the control of an answer. */
  String text() {
    return String.format(
        Locale.ROOT,
        "guessing each class with its frequency %s%.6g%s",
        SHOWS,
        mean,
        Double.isNaN(error) ? "" : String.format(Locale.ROOT, " (%s%.2g)", ERROR, error));
  }

  /** Which of the two scores is better, where that is shown; empty without this control. */
  static String verdict(Measurement found) {
    double guess = Stated.after(SHOWS, found.control());
    double error = Stated.after(ERROR, found.control());
    double gain = guess - found.number();
    if (Double.isNaN(gain)) {
      return "";
    }
    if (Double.isNaN(error) || Math.abs(gain) <= 2 * error) {
      return Sentence.of(
          "Guessing by the frequencies of the classes gives %.3g, which the errors do not tell from"
              + " it: that the network knows anything of these rows is not shown.",
          guess);
    }
    return gain > 0
        ? Sentence.of(
            "Guessing by the frequencies of the classes gives %.3g: the network is better by %.0f%% of"
                + " that (error %.1f points).",
            guess, 100 * gain / guess, 100 * error / guess)
        : Sentence.of(
            "Guessing by the frequencies of the classes gives %.3g: the network's probabilities are"
                + " worse than none; correct them (see temperature) before use.",
            guess);
  }
}
