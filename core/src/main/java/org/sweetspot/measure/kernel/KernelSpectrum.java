package org.sweetspot.measure.kernel;

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
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.statistics.UndefinedException;

/**
 * Trace, largest eigenvalues and effective rank of the empirical tangent kernel.
 *
 * <p>Eigenvalues of K, not divided by the number of examples n; effective rank exp(-sum q ln q)
 * with q_i = lambda_i / trace; participation (sum lambda)^2 / sum lambda^2. Error: jackknife over
 * blocks of examples, of the numbers per example for those that grow with n; it speaks of the
 * choice of the examples. Cost: the kernel, shared, and O(n^3). Source: Jacot, Gabriel and Hongler
 * 2018; Roy and Vetterli 2007 for the effective rank.
 */
public final class KernelSpectrum implements Measure {
  private static final int TOP = 5;

  @Override
  public Card card() {
    return new Card(
        "ntk-spectrum",
        "spectrum of the tangent kernel",
        "In how many directions, and how fast, does the network learn at this point?",
        "gradients of outputs, one row of logits for each example",
        "Near the kernel regime gradient descent learns along eigenvector i at rate eta lambda_i /"
            + " n. One value far above the rest (the constant direction) is usual; a low effective"
            + " rank means that few functions of the data are learned quickly.",
        "",
        "Jacot, Gabriel and Hongler 2018; Roy and Vetterli 2007");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    return ExampleKernel.work(context, ExampleKernel.CURRENT);
  }

  @Override
  public Finding judge(Measurement found) {
    double share = found.number("eigenvalue-1") / found.number("trace");
    double rank = found.number("effective-rank");
    if (Double.isNaN(share) || Double.isNaN(rank)) {
      return Finding.READING;
    }
    double least = share;
    int shown = 1;
    double sum = found.number("eigenvalue-1");
    for (int k = 2; found.parts().containsKey("eigenvalue-" + k); k++) {
      sum += found.number("eigenvalue-" + k);
      least = sum / found.number("trace");
      shown = k;
    }
    return Finding.of(
        KernelFinding.SPECTRUM,
        100 * share,
        shown,
        100 * least,
        rank,
        found.margin("effective-rank"));
  }

  @Override
  public Answer answer(MeasureContext context) {
    ExampleKernel kernel = ExampleKernel.current(context);
    int n = kernel.size();
    double[] values = numbers(context, kernel, kernel.all());
    double[][] without = new double[kernel.blocks()][];
    for (int block = 0; block < without.length; block++) {
      without[block] = numbers(context, kernel, kernel.without(block));
    }
    double[] errors = new double[values.length];
    for (int k = 0; k < errors.length; k++) {
      int number = k;
      errors[k] =
          org.sweetspot.statistics.Jackknife.standardError(
              without.length, block -> without[block][number]);
    }
    return Answer.estimate(
        named(values, n),
        named(errors, n),
        "exact for these examples; standard error by a jackknife over "
            + kernel.blocks()
            + " blocks of examples",
        ExampleKernel.conventions(context)
            .and(Conventions.DEFINITION, "eigenvalues of K, not divided by n"));
  }

  /** Effective rank, participation, trace / n, and the largest eigenvalues over n. */
  private static double[] numbers(MeasureContext context, ExampleKernel kernel, int[] rows) {
    double[] values = context.bench().algebra().eigenvalues(kernel.part(rows));
    double trace = 0;
    double squares = 0;
    for (double value : values) {
      trace += value;
      squares += value * value;
    }
    if (!(trace > 0)) {
      throw new UndefinedException("tangent kernel: expected a positive trace, got " + trace);
    }
    double entropy = 0;
    for (double value : values) {
      double share = value / trace;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    double[] numbers = new double[3 + Math.min(TOP, kernel.size())];
    numbers[0] = Math.exp(entropy);
    numbers[1] = trace * trace / squares;
    numbers[2] = trace / rows.length;
    for (int k = 3; k < numbers.length && k - 3 < values.length; k++) {
      numbers[k] = values[k - 3] / rows.length;
    }
    return numbers;
  }

  private static Value named(double[] numbers, int n) {
    Map<String, Double> map = new TreeMap<>();
    map.put("effective-rank", numbers[0]);
    map.put("participation", numbers[1]);
    map.put("trace", numbers[2] * n);
    for (int k = 3; k < numbers.length; k++) {
      map.put("eigenvalue-" + (k - 2), numbers[k] * n);
    }
    return Value.Named.of(map);
  }
}
