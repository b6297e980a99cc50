package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hipparchus.stat.regression.SimpleRegression;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.statistics.Hill;
import org.sweetspot.statistics.Sample;
import org.sweetspot.statistics.StudentT;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;

/**
 * The heavy tail of SGD on fixed data is that of fresh data up to a distance which falls with their
 * number: n pairs (a, e), drawn once, are seen again and again, x := (1 - eta a^2) x + eta a e as
 * in {@link MultiplicativeNoise}. The Wasserstein distance of the two stationary laws, the integral
 * of |F - G|, is measured between long chains; what two chains of the same law show is the floor.
 * It is predicted to fall as that between the n pairs and their law, n^-1/2 here. Source:
 * Pavasovic, Durmus and Simsekli 2023, NeurIPS.
 */
public final class OfflineTails implements FormulaClaim {
  private static final double RATE = 0.4;
  private static final int[] SIZES = {100, 316, 1000, 3162, 10_000};
  private static final int SETS = 12;
  private static final int SAMPLES = 1 << 21;
  private static final int WARM = 1000;
  private static final double SHARE = 0.001;
  private static final double CONFIDENCE = 0.95;

  /** What finite sizes may bend the line. */
  private static final double TOLERANCE = 0.15;

  @Override
  public Card card() {
    return new Card(
        "offline-tails",
        "on fixed data the heavy tail is approximate, and nearer the more data there are",
        "Wasserstein distance to the law of fresh data ~ n^-1/2; the tail index tends to 3.81",
        "one input: in d dimensions data approach their law as n^(-1/d) only; where no example"
            + " expands the step, fixed data have no power tail at all",
        "Pavasovic, Durmus and Simsekli 2023, NeurIPS, arXiv 2310.18455");
  }

  @Override
  public Finding run(Seed seed) {
    double[] fresh = chain(Optional.empty(), seed.stream("fresh"));
    double floor = distance(fresh, chain(Optional.empty(), seed.stream("again")));
    double[][] distances = new double[SETS][SIZES.length];
    double[][] indices = new double[SIZES.length][SETS];
    for (int set = 0; set < SETS; set++) {
      for (int k = 0; k < SIZES.length; k++) {
        Seed own = seed.child("set/" + set + "/" + SIZES[k]);
        double[] fixed =
            chain(Optional.of(pairs(SIZES[k], own.stream("data"))), own.stream("chain"));
        distances[set][k] = distance(fresh, fixed);
        indices[k][set] = Hill.of(fixed, (int) (SHARE * SAMPLES)).alpha();
      }
    }
    return finding(floor, distances, indices);
  }

  private static Finding finding(double floor, double[][] distances, double[][] indices) {
    int last = SIZES.length - 1;
    double[] slopes = Arrays.stream(distances).mapToDouble(OfflineTails::slope).toArray();
    double alpha = MultiplicativeNoise.index(RATE);
    List<Double> sizes = new ArrayList<>();
    List<Double> means = new ArrayList<>();
    List<Double> line = new ArrayList<>();
    for (int k = 0; k <= last; k++) {
      int column = k;
      sizes.add(Math.log10((double) SIZES[k]));
      means.add(Arrays.stream(distances).mapToDouble(row -> row[column]).average().orElse(0));
      line.add(means.get(0) * Math.sqrt((double) SIZES[0] / SIZES[k]));
    }
    return new Finding(
        List.of(
            new Check(
                "slope of ln distance against ln n",
                Check.Relation.EQUAL,
                -0.5,
                Sample.mean(slopes),
                interval(slopes),
                TOLERANCE),
            Check.atMost(
                "distance of two chains of fresh data over that with " + SIZES[last] + " fixed",
                0.5,
                floor / means.get(last),
                0),
            new Check(
                "tail index with " + SIZES[last] + " fixed",
                Check.Relation.EQUAL,
                alpha,
                Sample.mean(indices[last]),
                interval(indices[last]),
                TOLERANCE * alpha),
            Check.atMost(
                "spread of the tail index over sets of "
                    + SIZES[last]
                    + ", over that of sets of "
                    + SIZES[0],
                1,
                Math.sqrt(Sample.variance(indices[last]) / Sample.variance(indices[0])),
                0)),
        List.of(new Curve("Wasserstein distance", "decades of examples", sizes, line, means)));
  }

  private static double interval(double[] values) {
    return StudentT.factor(values.length - 1, CONFIDENCE) * Sample.standardError(values);
  }

  private static double slope(double[] distances) {
    SimpleRegression line = new SimpleRegression();
    for (int k = 0; k < SIZES.length; k++) {
      line.addData(Math.log(SIZES[k]), Math.log(distances[k]));
    }
    return line.getSlope();
  }

  /** The input and the noise of each example. */
  private static double[][] pairs(int n, RandomStream stream) {
    double[][] pairs = new double[n][2];
    for (double[] pair : pairs) {
      pair[0] = stream.nextGaussian();
      pair[1] = stream.nextGaussian();
    }
    return pairs;
  }

  /** The iterates of one long training, ascending; on fresh examples where none are fixed. */
  private static double[] chain(Optional<double[][]> fixed, RandomStream stream) {
    double[] samples = new double[SAMPLES];
    double[] fresh = new double[2];
    double x = 0;
    for (int step = -WARM; step < SAMPLES; step++) {
      double[] pair;
      if (fixed.isPresent()) {
        pair = fixed.get()[stream.nextInt(fixed.get().length)];
      } else {
        fresh[0] = stream.nextGaussian();
        fresh[1] = stream.nextGaussian();
        pair = fresh;
      }
      x = (1 - RATE * pair[0] * pair[0]) * x + RATE * pair[0] * pair[1];
      if (step >= 0) {
        samples[step] = x;
      }
    }
    Arrays.sort(samples);
    return samples;
  }

  /**
   * The Wasserstein distance of order 1 of two laws on the line, each given by as many samples: the
   * mean distance of those of equal rank.
   */
  static double distance(double[] ascending, double[] other) {
    double sum = 0;
    for (int i = 0; i < ascending.length; i++) {
      sum += Math.abs(ascending[i] - other[i]);
    }
    return sum / ascending.length;
  }
}
