package org.sweetspot.measure.spectrum;

import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Stated;

/** What the controls of {@link Controlled} make of numbers by layer, in plain words. */
final class ControlWords {
  private ControlWords() {}

  /**
   * The verdict of the controls.
   *
   * @param below what it means if the layers' mean is smaller than that of both controls
   * @param above what it means if it is larger
   */
  static String of(Measurement found, String below, String above) {
    String control = found.control();
    double mean = Stated.after("mean ", control);
    double gaussian = Stated.after("Gaussian weights of the same shapes ", control);
    double shuffled = Stated.after("the same weights shuffled ", control);
    if (Double.isNaN(mean) || Double.isNaN(gaussian) || Double.isNaN(shuffled)) {
      return "No layer has a control, so that nothing can be said of what was learned.";
    }
    if (control.contains("shows nothing:")) {
      return "No layer differs from random weights of its shape: these numbers show nothing of what was"
          + " learned.";
    }
    String numbers =
        Sentence.of(
            "Mean %.3g, where random weights of the same shapes show %.3g and the same weights"
                + " shuffled %.3g",
            mean, gaussian, shuffled);
    double silent = Stated.after("shows nothing for ", control);
    double layers = Stated.after(Sentence.of("shows nothing for %.0f of ", silent), control);
    if (2 * silent >= layers) {
      return numbers
          + Sentence.of(
              ", but %.0f of %.0f layers cannot be told from one of the two: the mean shows nothing.",
              silent, layers);
    }
    String meaning =
        mean < Math.min(gaussian, shuffled)
            ? ": " + below
            : mean > Math.max(gaussian, shuffled)
                ? ": " + above
                : ": between the two, so that the mean shows nothing though layers differ";
    return numbers
        + meaning
        + (Double.isNaN(silent)
            ? "."
            : Sentence.of(" (in %.0f of %.0f layers).", layers - silent, layers));
  }
}
