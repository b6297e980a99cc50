package org.sweetspot.measure.noise;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.Finding;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NullControl;
import org.sweetspot.measure.Sentence;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.statistics.Bootstrap;
import org.sweetspot.statistics.Sample;

/**
 * The distribution of the examples' gradient norms: mean, standard deviation over n - 1, median,
 * largest, and the share of the sum of squares that the top tenth of the examples holds.
 *
 * <p>Error: bootstrap over examples; for the largest it says little. Cost: one visit of all
 * gradients, shared.
 */
public final class GradientNorms implements Measure {
  private static final String[] NAMES = {"mean", "deviation", "median", "largest", "top-tenth"};

  @Override
  public Card card() {
    return new Card(
        "gradient-norms",
        "gradient norms of examples",
        "Do all examples still pull on the weights, or only a few?",
        "gradients of single examples",
        "top-tenth is the share of the squared norms that a tenth of the examples holds: 0.1 if all"
            + " pull alike; near 1 late in training, when few examples are left to learn (or are"
            + " wrongly labelled).",
        "",
        "definition; Paul, Ganguli and Dziugaite 2021");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return GradientPass.work(context);
  }

  @Override
  public Finding judge(Measurement found) {
    double share = found.number("top-tenth");
    double error = found.margin("top-tenth");
    double alike = found.nullControl("top-tenth").map(NullControl::value).orElse(Double.NaN);
    if (Double.isNaN(share) || Double.isNaN(alike)) {
      return Finding.READING;
    }
    if (share == 0) {
      return Finding.of(NoiseFinding.NO_EXAMPLE_PULLS);
    }
    if (share - alike <= 2 * error) {
      return Finding.of(NoiseFinding.NORMS_EVEN, 100 * share, 100 * alike);
    }
    return Finding.of(
        share - 2 * error > 0.5 ? NoiseFinding.FEW_LEAD : NoiseFinding.NORMS_UNEVEN,
        100 * share,
        100 * error,
        share / alike);
  }

  @Override
  public Answer answer(MeasureContext context) {
    GradientPass pass = GradientPass.of(context);
    double[] norms = Arrays.stream(pass.squares()).map(Math::sqrt).toArray();
    double[] errors =
        new Bootstrap(context.bench().settings().replicates())
            .standardErrors(
                norms.length,
                context.sampling().stream("gradient-norms"),
                rows -> numbers(Arrays.stream(rows).mapToDouble(i -> norms[i]).toArray()));
    double[] found = numbers(norms);
    double alike = (double) tenth(norms.length) / norms.length;
    return Answer.estimate(
            named(found),
            named(errors),
            "standard errors by bootstrap over examples; that of the largest means little",
            pass.conventions()
                .and(
                    Conventions.DEFINITION,
                    "Euclidean, over all trained parameters; deviation over n - 1"))
        .withControl(
            Sentence.of("if all pulled alike, the top tenth would hold %.4f", alike),
            new NullControl(
                "top-tenth", "equal pulls", alike, 0, Math.abs(found[4] - alike) > 2 * errors[4]));
  }

  private static int tenth(int n) {
    return Math.max(1, n / 10);
  }

  private static double[] numbers(double[] norms) {
    double[] sorted = norms.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double all = Arrays.stream(sorted).map(x -> x * x).sum();
    double top = Arrays.stream(sorted, n - tenth(n), n).map(x -> x * x).sum();
    return new double[] {
      Sample.mean(sorted),
      Math.sqrt(Sample.variance(sorted)),
      (sorted[(n - 1) / 2] + sorted[n / 2]) / 2,
      sorted[n - 1],
      all > 0 ? top / all : 0
    };
  }

  private static Value named(double[] numbers) {
    Map<String, Double> map = new TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }
}
