package org.sweetspot.monitor;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.precision.CountedQuantizer;
import org.sweetspot.precision.Operand;
import org.sweetspot.precision.Operands;
import org.sweetspot.precision.Quantizer;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Mode;
import org.sweetspot.problem.QuantizedGradients;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Jackknife;
import org.sweetspot.statistics.NoiseOfMean;
import org.sweetspot.training.StepReport;
import org.sweetspot.vector.ParameterVector;

/**
 * What number formats do to the gradient: with the plain gradient g and the quantized one g + e of
 * each of k batches, E|e|^2 over the variance of g, the square of its mean over the same, and the
 * shares of each operand's numbers that underflow and saturate. Errors by the jackknife over
 * batches. Cost: 2 k gradients; memory: 2 k gradients.
 */
final class RoundingMonitor implements Monitor {
  private static final long MEMORY = 1L << 28;

  @Override
  public String id() {
    return "rounding";
  }

  @Override
  public String question() {
    return "How far do number formats move the gradient, against its own noise?";
  }

  @Override
  public String conventions(TrainingView watched) {
    return batches(watched)
        + " batches of "
        + size(watched)
        + " training examples drawn for the step, not augmented, without weight decay; mode probe;"
        + " error-over-noise: mean squared distance of the quantized gradient from the plain one"
        + " over the variance of the plain one between batches; bias-over-noise: the part that"
        + " does not average out over batches and draws; errors by jackknife over batches;"
        + " underflow and saturation: shares of each operand's numbers other than zero, exact";
  }

  private static int batches(TrainingView watched) {
    long bytes =
        2 * watched.problem().space().dimension() * watched.problem().space().precision().bytes();
    return (int) Math.max(3, Math.min(watched.budget().batches(), MEMORY / Math.max(1, bytes)));
  }

  private static int size(TrainingView watched) {
    return Math.min(watched.batch(), watched.problem().size(Split.TRAIN) - 1);
  }

  @Override
  public double gradients(TrainingView watched, boolean first) {
    return 3 * batches(watched) * watched.gradients(size(watched));
  }

  @Override
  public Optional<MonitorSample> read(TrainingView watched, StepReport report) {
    Operands formats = formats(watched);
    Map<Operand, Quantizer> counted = new EnumMap<>(Operand.class);
    formats.quantizers().forEach((operand, one) -> counted.put(operand, new CountedQuantizer(one)));
    QuantizedGradients problem = watched.require(QuantizedGradients.class);
    int k = batches(watched);
    List<ParameterVector> plain = new ArrayList<>();
    List<ParameterVector> errors = new ArrayList<>();
    try {
      Operands counting = formats.with(counted);
      for (int i = 0; i < k; i++) {
        plain.add(watched.problem().space().zero());
        errors.add(watched.problem().space().zero());
        Batch batch = watched.draw("rounding/" + i, report.step(), size(watched));
        RandomStream draws = watched.stream("rounding/draws/" + i + "/" + report.step());
        watched.problem().gradient(batch, Mode.PROBE, plain.get(i));
        problem.gradient(batch, Mode.PROBE, counting, draws, errors.get(i));
        errors.get(i).add(-1, plain.get(i));
      }
      double[][] noise = products(plain);
      double[][] error = products(errors);
      SortedMap<String, Figure> figures = new TreeMap<>();
      figures.put(
          "error-over-noise",
          Figure.estimate(
              squares(error, -1) / variance(noise, -1),
              Jackknife.standardError(k, i -> squares(error, i) / variance(noise, i))));
      figures.put(
          "bias-over-noise",
          Figure.estimate(
              bias(error, -1) / variance(noise, -1),
              Jackknife.standardError(k, i -> bias(error, i) / variance(noise, i))));
      counted.forEach((operand, one) -> put(figures, operand, (CountedQuantizer) one));
      return Optional.of(new MonitorSample(figures));
    } finally {
      plain.forEach(ParameterVector::close);
      errors.forEach(ParameterVector::close);
    }
  }

  private static void put(
      SortedMap<String, Figure> figures, Operand operand, CountedQuantizer counted) {
    String name = operand.name().toLowerCase(Locale.ROOT).replace('_', '-');
    figures.put("underflow-" + name, Figure.exact(counted.underflow()));
    figures.put("saturation-" + name, Figure.exact(counted.saturation()));
  }

  private static Operands formats(TrainingView watched) {
    return watched
        .training()
        .precision()
        .operands()
        .orElseThrow(
            () ->
                new NotApplicableException(
                    "needs a training in number formats (training.precision)"));
  }

  private static double[][] products(List<ParameterVector> vectors) {
    int k = vectors.size();
    double[][] products = new double[k][k];
    for (int i = 0; i < k; i++) {
      for (int j = 0; j <= i; j++) {
        products[i][j] = products[j][i] = vectors.get(i).dot(vectors.get(j));
      }
    }
    return products;
  }

  private static double squares(double[][] products, int left) {
    double sum = 0;
    for (int i = 0; i < products.length; i++) {
      sum += i == left ? 0 : products[i][i];
    }
    return sum / (products.length - (left < 0 ? 0 : 1));
  }

  private static double variance(double[][] products, int left) {
    return NoiseOfMean.ofProducts(products, left).variance();
  }

  private static double bias(double[][] products, int left) {
    return NoiseOfMean.ofProducts(products, left).squaredMean();
  }
}
