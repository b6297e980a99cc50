package org.sweetspot.measure.calibration;

import java.util.Locale;
import java.util.stream.IntStream;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Value;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Bootstrap;

/**
 * How far the probabilities of every class miss its frequency, not only those of the predicted one.
 *
 * <p>(1 / C) sum over classes c and bins b of (n_cb / n) |share of class c in the bin - mean p_c in
 * the bin|, with 15 bins of equal width for each class. Error: bootstrap over rows, bins held
 * fixed. Cost: one forward pass, shared. Source: Kull et al. 2019, section 2; Nixon et al. 2019 for
 * the sum over classes.
 */
public final class ClasswiseCalibrationError implements Measure {
  private static final int CONTROLS = 20;

  @Override
  public Card card() {
    return new Card(
        "ece-classwise",
        "classwise expected calibration error",
        "By how much do the probabilities of each class miss how often that class is true?",
        "outputs and a test or validation split",
        "Smaller than ece, because most classes are rightly near zero in most rows. It sees classes"
            + " that the top label hides. Never quite zero on finite data: compare with the"
            + " control.",
        "",
        "Kull et al. 2019, section 2; Nixon et al. 2019");
  }

  @Override
  public Finding judge(Measurement found) {
    return CalibrationError.beyondChance(found).orElse(Finding.READING);
  }

  @Override
  public Answer answer(MeasureContext context) {
    Probabilities p = Probabilities.heldOut(context);
    int[][] bins = p.bins();
    int[] truth = IntStream.range(0, p.rows()).map(p::label).toArray();
    int[] all = IntStream.range(0, p.rows()).toArray();
    double value = error(p, bins, truth, all);
    double chance = calibrated(context.sampling().stream("ece-classwise/control"), p, bins, all);
    double spread =
        new Bootstrap(context.bench().settings().replicates())
            .standardError(
                p.rows(),
                context.sampling().stream("ece-classwise"),
                rows -> error(p, bins, truth, rows));
    return Answer.estimate(
            Value.of(value),
            Value.of(spread),
            "plug-in, biased upwards, by up to the control's value; standard error by bootstrap"
                + " over rows, bins held fixed",
            p.conventions()
                .and(
                    Conventions.DEFINITION,
                    Bins.COUNT
                        + " bins of equal width for each class, closed on the right, weights by"
                        + " rows, mean over "
                        + p.classes()
                        + " classes"))
        .withControl(
            String.format(
                Locale.ROOT,
                "labels drawn from these probabilities would show %.4f on average",
                chance),
            new NullControl("", "labels drawn from these", chance, 0, value - chance > 2 * spread));
  }

  private static double error(Probabilities p, int[][] bins, int[] truth, int[] rows) {
    double sum = 0;
    for (int c = 0; c < bins.length; c++) {
      double[] excess = new double[Bins.COUNT];
      for (int row : rows) {
        excess[bins[c][row]] += (truth[row] == c ? 1 : 0) - p.get(row, c);
      }
      for (double value : excess) {
        sum += Math.abs(value);
      }
    }
    return sum / rows.length / bins.length;
  }

  private static double calibrated(RandomStream stream, Probabilities p, int[][] bins, int[] all) {
    double sum = 0;
    int[] truth = new int[all.length];
    for (int round = 0; round < CONTROLS; round++) {
      for (int i = 0; i < truth.length; i++) {
        double left = stream.nextDouble();
        int c = 0;
        while (c < p.classes() - 1 && left >= p.get(i, c)) {
          left -= p.get(i, c++);
        }
        truth[i] = c;
      }
      sum += error(p, bins, truth, all);
    }
    return sum / CONTROLS;
  }
}
