package org.sweetspot.measure.calibration;

import org.sweetspot.measure.Answer;
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
  static String verdict(Measurement found) {
    NullControl control = found.nullControl().orElse(null);
    if (control == null) {
      return "";
    }
    double guess = control.value();
    double error = control.error();
    double gain = guess - found.number();
    if (!control.tells()) {
      return Sentence.of(
          "Guessing by the frequencies of the classes gives %.3g, which the errors do not tell from"
              + " it: that the network knows anything of these rows is not shown.",
          guess);
    }
    return gain > 0
        ? Sentence.of(
            "Guessing by the frequencies of the classes gives %.3g: the network is better by %.0f%%"
                + " of that (error %.1f points).",
            guess, 100 * gain / guess, 100 * error / guess)
        : Sentence.of(
            "Guessing by the frequencies of the classes gives %.3g: the network's probabilities are"
                + " worse than none; correct them (see temperature) before use.",
            guess);
  }
}
