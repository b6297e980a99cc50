package org.sweetspot.theory.paper;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * Logistic regression on separable data: the norm grows as ln t over the margin, the loss falls as
 * 1/t, and the angle to the hard-margin solution as 1/ln t, long after the last error is gone; the
 * loss of a point on the wrong side grows meanwhile. In the plane, support vectors (0.5, 1) and
 * (0.5, -0.6), so that the margin is 0.5. Source: Soudry et al. 2018, JMLR 19.
 */
public final class KeepTraining implements FormulaClaim {
  private static final double[][] POINTS = {{0.5, 1}, {0.5, -0.6}, {1.2, 0.8}, {1.5, -1}};
  private static final double[] WRONG = {-0.1, 0.3};
  private static final double MARGIN = 0.5;
  private static final double RATE = 1;
  private static final int DECADES = 5;

  @Override
  public Card card() {
    return new Card(
        "keep-training",
        "keep training: the margin grows while the validation loss rises",
        "|w| grows as ln(t)/margin; loss as 1/t; angle as 1/ln t; the loss of a wrong point rises",
        "other optimizers end elsewhere: AdaGrad by its start (Qian 2019), Adam at another margin",
        "Soudry, Hoffer, Nacson, Gunasekar and Srebro 2018, JMLR 19");
  }

  private static double loss(double[] w, int[] examples, double[] into) {
    double loss = 0;
    for (int i : examples) {
      double[] x = POINTS[i];
      double z = w[0] * x[0] + w[1] * x[1];
      loss += Math.log1p(Math.exp(-z)) / examples.length;
      double slope = -1 / (1 + Math.exp(z)) / examples.length;
      into[0] += slope * x[0];
      into[1] += slope * x[1];
    }
    return loss;
  }

  @Override
  public Finding run(Seed seed) {
    List<Double> decades = new ArrayList<>();
    List<Double> norms = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    List<Double> angles = new ArrayList<>();
    List<Double> wrong = new ArrayList<>();
    try (FormulaProblem problem =
        new FormulaProblem(new double[2], POINTS.length, KeepTraining::loss)) {
      Descent.plain(RATE)
          .run(
              problem,
              Math.round(Math.pow(10, DECADES)),
              seed,
              (step, w) -> {
                double decade = Math.log10((double) step);
                if (step >= 100 && decade == Math.rint(decade)) {
                  decades.add(decade);
                  norms.add(Math.hypot(w[0], w[1]));
                  losses.add(loss(w, new int[] {0, 1, 2, 3}, new double[2]));
                  angles.add(Math.abs(Math.atan2(w[1], w[0])));
                  wrong.add(Math.log1p(Math.exp(-w[0] * WRONG[0] - w[1] * WRONG[1])));
                }
              });
    }
    int last = norms.size() - 1;
    double slope = (norms.get(last) - norms.get(last - 1)) / Math.log(10);
    double expected = 1 / MARGIN;
    List<Double> line = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      line.add(norms.get(last) + expected * Math.log(10) * (decades.get(i) - decades.get(last)));
    }
    return new Finding(
        List.of(
            Check.equal("slope of |w| on ln t", expected, slope, 0.05 * expected),
            Check.equal(
                "loss of the last decade over the one before",
                0.1,
                losses.get(last) / losses.get(last - 1),
                0.01),
            Check.equal(
                "angle of the last decade over the one before, against ln t's ratio",
                decades.get(last - 1) / decades.get(last),
                angles.get(last) / angles.get(last - 1),
                0.1),
            Check.atLeast("loss of the wrong point at the end", wrong.get(0), wrong.get(last), 0)),
        List.of(new Curve("|w|", "decades of steps", decades, line, norms)));
  }
}
