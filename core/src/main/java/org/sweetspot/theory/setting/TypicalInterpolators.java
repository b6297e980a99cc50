package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Sample;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * A network drawn at random until it fits n examples of a teacher errs, in the mean over the first
 * n sizes of the sample, on at most C/n of new examples, C = -ln P(a random network is the
 * teacher): the teacher's bits, not the student's size. For P(fits k + 1) = P(fits k) times the
 * share that agrees on the next example: the sum of -ln(1 - r_k) is -ln P(fits n), at most C, and r
 * is at most -ln(1 - r).
 *
 * <p>Here: signs of networks of one hidden layer of ReLU with weights -1, 0 and 1 on the 16 corners
 * of a cube, the teacher of one unit. Students of two units are counted one by one; of more, from
 * draws. What is measured is the exact risk under the law of functions, so that only the samples
 * are random. Sources: Buzaglo, Harel et al. 2024, ICML; the inequality derived here.
 */
public final class TypicalInterpolators implements FormulaClaim {
  private static final int BITS = 4;
  private static final int CORNERS = 1 << BITS;
  private static final int DRAWS = 1_000_000;
  private static final int[] WIDTHS = {2, 4, 8};
  private static final int SIZES = 24;
  private static final int SAMPLES = 60;

  @Override
  public Card card() {
    return new Card(
        "typical-interpolators",
        "random interpolators learn as the teacher's size says",
        "mean risk over the first n sizes <= -ln P(random network = teacher)/n",
        "drawing until it fits costs time exponential in n: a statement about bias, no way to"
            + " train",
        "Buzaglo, Harel, Nacson, Brutzkus, Srebro and Soudry 2024, ICML, arXiv 2402.06323");
  }

  @Override
  public Finding run(Seed seed) {
    int teacher = function(new int[][] {{1, -1, 1, 0, 0}}, new int[] {1}, -1);
    List<Check> checks = new ArrayList<>();
    List<Curve> curves = new ArrayList<>();
    for (int width : WIDTHS) {
      Map<Integer, Double> law =
          width == 2 ? counted() : drawn(width, seed.stream("students/" + width));
      double bits = -Math.log(law.getOrDefault(teacher, 0.0));
      double[][] risks = new double[SIZES][SAMPLES];
      for (int s = 0; s < SAMPLES; s++) {
        double sum = 0;
        Map<Integer, Double> fitting = new HashMap<>(law);
        RandomStream stream = seed.stream("samples/" + s);
        for (int n = 0; n < SIZES; n++) {
          sum += risk(fitting, teacher);
          risks[n][s] = sum / (n + 1);
          int corner = stream.nextInt(CORNERS);
          fitting.keySet().removeIf(one -> (((one ^ teacher) >> corner) & 1) == 1);
        }
      }
      List<Double> sizes = new ArrayList<>();
      List<Double> bounds = new ArrayList<>();
      List<Double> means = new ArrayList<>();
      for (int n = 1; n <= SIZES; n++) {
        sizes.add((double) n);
        bounds.add(Math.min(1, bits / n));
        means.add(Sample.mean(risks[n - 1]));
      }
      for (int n : new int[] {6, 12, SIZES}) {
        double[] own = risks[n - 1];
        checks.add(
            Check.mean(
                "mean risk over " + n + " sizes, students of " + width + " units",
                Check.Relation.AT_MOST,
                bits / n,
                own));
      }
      curves.add(
          new Curve(
              "mean risk of students of " + width + " units, below its bound",
              "examples",
              sizes,
              bounds,
              means));
    }
    return new Finding(checks, curves);
  }

  /** The chance that a fitting function errs at a random corner. */
  private static double risk(Map<Integer, Double> fitting, int teacher) {
    double all = 0;
    double wrong = 0;
    for (Map.Entry<Integer, Double> one : fitting.entrySet()) {
      all += one.getValue();
      wrong += one.getValue() * Integer.bitCount(one.getKey() ^ teacher) / CORNERS;
    }
    return wrong / all;
  }

  /** The law of functions of networks of two units, every network once. */
  private static Map<Integer, Double> counted() {
    int unit = (int) Math.pow(3, BITS + 2);
    int[][] values = new int[unit][];
    for (int code = 0; code < unit; code++) {
      int rest = code;
      int[] weights = new int[BITS + 1];
      for (int j = 0; j <= BITS; j++) {
        weights[j] = rest % 3 - 1;
        rest /= 3;
      }
      values[code] = values(weights, rest % 3 - 1);
    }
    Map<Integer, Double> law = new HashMap<>();
    double each = 1 / (3.0 * unit * unit);
    for (int[] a : values) {
      for (int[] b : values) {
        for (int offset = -1; offset <= 1; offset++) {
          int function = 0;
          for (int corner = 0; corner < CORNERS; corner++) {
            function |= a[corner] + b[corner] + offset > 0 ? 1 << corner : 0;
          }
          law.merge(function, each, Double::sum);
        }
      }
    }
    return law;
  }

  private static Map<Integer, Double> drawn(int width, RandomStream stream) {
    Map<Integer, Double> law = new HashMap<>();
    int[][] hidden = new int[width][BITS + 1];
    int[] outer = new int[width];
    for (int draw = 0; draw < DRAWS; draw++) {
      for (int i = 0; i < width; i++) {
        for (int j = 0; j <= BITS; j++) {
          hidden[i][j] = stream.nextInt(3) - 1;
        }
        outer[i] = stream.nextInt(3) - 1;
      }
      law.merge(function(hidden, outer, stream.nextInt(3) - 1), 1.0 / DRAWS, Double::sum);
    }
    return law;
  }

  /** A bit for each corner: whether the network is positive there. */
  private static int function(int[][] hidden, int[] outer, int offset) {
    int[] sum = new int[CORNERS];
    for (int i = 0; i < hidden.length; i++) {
      int[] own = values(hidden[i], outer[i]);
      for (int corner = 0; corner < CORNERS; corner++) {
        sum[corner] += own[corner];
      }
    }
    int function = 0;
    for (int corner = 0; corner < CORNERS; corner++) {
      function |= sum[corner] + offset > 0 ? 1 << corner : 0;
    }
    return function;
  }

  /** What a unit adds at each corner. */
  private static int[] values(int[] weights, int outer) {
    int[] values = new int[CORNERS];
    for (int corner = 0; corner < CORNERS; corner++) {
      int sum = weights[BITS];
      for (int j = 0; j < BITS; j++) {
        sum += weights[j] * (((corner >> j) & 1) == 1 ? 1 : -1);
      }
      values[corner] = outer * Math.max(0, sum);
    }
    return values;
  }
}
