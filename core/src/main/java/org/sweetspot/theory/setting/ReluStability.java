package org.sweetspot.theory.setting;

import java.util.ArrayList;
import java.util.List;
import org.sweetspot.random.RandomStream;
import org.sweetspot.random.Seed;
import org.sweetspot.theory.Check;
import org.sweetspot.theory.Descent;
import org.sweetspot.theory.Finding;
import org.sweetspot.theory.Finding.Curve;
import org.sweetspot.theory.FormulaClaim;
import org.sweetspot.theory.FormulaProblem;

/**
 * Where full-batch descent at rate eta settles on an interpolating ReLU network of one hidden
 * layer, the sharpness is at most 2/eta, and 1 + 2 V is at most the sharpness, V the weighted
 * variation of {@link ShallowRelu#weightedVariation}: so V is at most 1/eta - 1/2, a smoother
 * function for a larger step. In one dimension V is the integral of |f''| g. Sources: Mulayoff,
 * Michaeli and Soudry 2021, NeurIPS; Nacson et al. 2023, ICLR; the inequality re-derived for any
 * dimension.
 */
public final class ReluStability implements FormulaClaim {
  private static final double[] RATES = {0.02, 0.04, 0.08, 0.16};
  private static final int UNITS = 60;

  /** A training is at a minimum where the loss is below this share of the targets' variance. */
  private static final double SETTLED = 1e-4;

  private final int inputs;
  private final int examples;
  private final int steps;
  private final Card card;

  private ReluStability(int inputs, int examples, int steps, Card card) {
    this.inputs = inputs;
    this.examples = examples;
    this.steps = steps;
    this.card = card;
  }

  /** Of one input. */
  public static ReluStability univariate() {
    return new ReluStability(
        1,
        6,
        100_000,
        new Card(
            "univariate-relu",
            "large steps give smooth functions of one input",
            "integral |f''| g <= 1/eta - 1/2; 1 + 2 integral |f''| g <= sharpness <= 2/eta",
            "for functions of many inputs flat minima can generalize badly (multivariate-relu)",
            "Mulayoff, Michaeli and Soudry 2021, NeurIPS"));
  }

  /** Of ten inputs. */
  public static ReluStability multivariate() {
    return new ReluStability(
        10,
        60,
        20_000,
        new Card(
            "multivariate-relu",
            "the step bounds a weighted variation of functions of many inputs",
            "sum |v| |w| g <= 1/eta - 1/2; 1 + 2 of it <= sharpness <= 2/eta",
            "in d > 1 flat minima generalize badly, exponentially in d, by rare large units (Liang"
                + " et al. 2025): the bound holds, what it buys goes",
            "Nacson, Mulayoff, Ongie, Michaeli and Soudry 2023, ICLR, arXiv 2306.17499"));
  }

  @Override
  public Card card() {
    return card;
  }

  @Override
  public Finding run(Seed seed) {
    RandomStream stream = seed.stream("inputs");
    double[][] x = new double[examples][inputs];
    double[] y = new double[examples];
    for (int i = 0; i < examples; i++) {
      for (int j = 0; j < inputs; j++) {
        x[i][j] = inputs == 1 ? 3.0 * i / (examples - 1) - 1.5 : stream.nextGaussian();
      }
      y[i] = Math.sin(2 * x[i][0]) + (inputs == 1 ? 0 : 0.3 * stream.nextGaussian());
    }
    ShallowRelu network = new ShallowRelu(inputs, UNITS, x, y);
    List<Check> checks = new ArrayList<>();
    List<Double> rates = new ArrayList<>();
    List<Double> limits = new ArrayList<>();
    List<Double> found = new ArrayList<>();
    for (double rate : RATES) {
      double[] w;
      double loss;
      try (FormulaProblem problem =
          new FormulaProblem(network.start(seed.stream("start")), examples, network::loss)) {
        Descent.plain(rate).run(problem, steps, seed, (step, moved) -> {});
        w = problem.parameters().toArray();
        loss = network.loss(w, all(), new double[network.size()]);
      }
      double variation = network.weightedVariation(w);
      double sharpness = network.sharpness(w);
      String at = ", rate " + rate;
      checks.add(Check.atMost("loss, so that it is a minimum" + at, SETTLED, loss, 0));
      checks.add(
          Check.atMost("1 + 2 V over the sharpness" + at, 1, (1 + 2 * variation) / sharpness, 0));
      // Descent that has not ended yet stands at the edge, not below it.
      checks.add(
          new Check(
              "sharpness times half the rate" + at,
              Check.Relation.AT_MOST,
              1,
              rate * sharpness / 2,
              0,
              0.01));
      checks.add(Check.atMost("weighted variation V" + at, 1 / rate - 0.5, variation, 0));
      rates.add(Math.log(rate));
      limits.add(1 / rate - 0.5);
      found.add(variation);
    }
    checks.add(
        Check.atMost(
            "V at the largest rate over V at the smallest",
            1,
            found.get(RATES.length - 1) / found.get(0),
            0));
    return new Finding(
        checks,
        List.of(new Curve("bound and weighted variation V", "ln rate", rates, limits, found)));
  }

  private int[] all() {
    int[] all = new int[examples];
    for (int i = 0; i < examples; i++) {
      all[i] = i;
    }
    return all;
  }
}
