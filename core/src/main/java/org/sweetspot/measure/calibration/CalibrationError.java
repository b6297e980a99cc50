package org.sweetspot.measure.calibration;

import java.util.Locale;
import java.util.Optional;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.random.RandomStream;

/**
 * Expected calibration error: sum over bins of (rows in bin / rows) |accuracy - mean confidence|.
 */
public final class CalibrationError implements Measure {
  /** Errors beyond this make probabilities useless as they are. */
  private static final double LARGE = 0.05;

  private final Bins bins;

  private CalibrationError(Bins bins) {
    this.bins = bins;
  }

  /** With 15 bins of equal width, as most papers report it. */
  public static CalibrationError equalWidth() {
    return new CalibrationError(Bins.EQUAL_WIDTH);
  }

  /** With 15 bins of equally many rows, which small test sets need. */
  public static CalibrationError equalMass() {
    return new CalibrationError(Bins.EQUAL_MASS);
  }

  @Override
  public Card card() {
    boolean wide = bins == Bins.EQUAL_WIDTH;
    return new Card(
        wide ? "ece" : "ece-equal-mass",
        "expected calibration error" + (wide ? "" : ", bins of equal mass"),
        "By how much do the network's confidences miss how often it is right?",
        "outputs and a test or validation split",
        "0.01 is well calibrated, 0.1 is not. Never quite zero on finite data: the control says"
            + " what a perfectly calibrated network would show here. Modern networks are usually"
            + " over-confident.",
        "",
        wide
            ? "Naeini et al. 2015; Guo et al. 2017, with 15 bins"
            : "Nguyen and O'Connor 2015; Nixon et al. 2019");
  }

  @Override
  public Finding judge(Measurement found) {
    return beyondChance(found).orElseGet(() -> alone(found));
  }

  private static Finding alone(Measurement found) {
    double error = found.number();
    if (Double.isNaN(error)) {
      return Finding.READING;
    }
    return error < 2 * found.margin()
        ? Finding.of(CalibrationFinding.NEAR_ZERO)
        : Finding.of(
            error > LARGE ? CalibrationFinding.FAR_APART : CalibrationFinding.APART_AS_USUAL,
            100 * error);
  }

  /** The error against what its control shows by chance; empty without a control. */
  static Optional<Finding> beyondChance(Measurement found) {
    NullControl control = found.nullControl().orElse(null);
    if (control == null || Double.isNaN(found.number())) {
      return Optional.empty();
    }
    double points = 100 * found.number();
    double error = 100 * found.margin();
    double chance = 100 * control.value();
    return Optional.of(
        control.tells()
            ? Finding.of(
                found.number() > LARGE
                    ? CalibrationFinding.MISCALIBRATED_MUCH
                    : CalibrationFinding.MISCALIBRATED_LITTLE,
                points,
                error,
                chance)
            : Finding.of(CalibrationFinding.AS_BY_CHANCE, points, chance, error));
  }

  @Override
  public Answer answer(MeasureContext context) {
    BinnedRows binned = BinnedRows.heldOut(context, bins);
    double[] error =
        binned.standardErrors(
            context, card().id(), rows -> new double[] {error(binned, binned.hits(), rows)});
    double value = error(binned, binned.hits(), binned.all());
    double chance = calibrated(context, binned);
    return Answer.estimate(
            Value.of(value),
            Value.of(error[0]),
            "plug-in, biased upwards, by up to the control's value; standard error by bootstrap"
                + " over rows, bins held fixed",
            binned.conventions("weights by rows"))
        .withControl(
            String.format(
                Locale.ROOT,
                "a perfectly calibrated network with these confidences would show %.4f on average",
                chance),
            new NullControl("", "perfect calibration", chance, 0, value - chance > 2 * error[0]));
  }

  /** The mean error when every row is right with the probability that it claims. */
  private double calibrated(MeasureContext context, BinnedRows binned) {
    RandomStream stream = context.sampling().stream(card().id() + "/control");
    double[] confidence = binned.confidence();
    int[] all = binned.all();
    int rounds = 50;
    double sum = 0;
    double[] hits = new double[confidence.length];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < hits.length; i++) {
        hits[i] = stream.nextDouble() < confidence[i] ? 1 : 0;
      }
      sum += error(binned, hits, all);
    }
    return sum / rounds;
  }

  private static double error(BinnedRows binned, double[] hits, int[] rows) {
    double[] excess = new double[Bins.COUNT];
    for (int row : rows) {
      excess[binned.bins()[row]] += hits[row] - binned.confidence()[row];
    }
    double sum = 0;
    for (double value : excess) {
      sum += Math.abs(value);
    }
    return sum / rows.length;
  }
}
