package org.sweetspot.measure.frequency;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Conventions;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Sampling;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Bootstrap;
import org.sweetspot.statistics.UndefinedException;
import org.sweetspot.vector.ParameterVector;

/**
 * How strongly outputs answer to waves added to inputs, at any weights: the same examples and the
 * same waves each time, so that answers at different weights differ by the weights alone.
 *
 * <p>Response: ||z(x + d) - z(x)|| / ||d||, d a sum of random plane waves of one band, ||d|| equal
 * for all. Cost: four forward passes over at most {@value #EXAMPLES} examples at each weights.
 * Memory: four times these inputs, if that fits a quarter of the memory set for measuring; else two
 * times, and the waves are drawn again at each weights.
 */
final class WaveResponse {
  static final String[] NAMES = {"low", "middle", "high", "high-over-low"};

  static final String CONVENTIONS =
      " examples, mode evaluate; change of the logits over that of the input, Euclidean;"
          + " perturbations of 0.05 times the root mean square norm of the inputs; bands by"
          + " radius 0 to 1/3, to 2/3, above, of the Nyquist frequency, no constant shift";

  private static final int EXAMPLES = 256;
  private static final double SIZE = 0.05;

  private final MeasureContext context;
  private final Inputs source;
  private final List<Waves> bands;
  private final Matrix inputs;
  private final double norm;
  private final @Nullable Matrix[] kept;
  private final boolean keeps;

  private WaveResponse(MeasureContext context, Inputs source, List<Waves> bands) {
    this.context = context;
    this.source = source;
    this.bands = bands;
    inputs = source.inputs(batch(context));
    double square = Arrays.stream(inputs.entries()).map(x -> x * x).sum() / inputs.rows();
    norm = square > 0 ? SIZE * Math.sqrt(square) : SIZE;
    kept = new Matrix[bands.size()];
    double bytes = (1.0 + bands.size()) * Double.BYTES * inputs.entries().length;
    keeps = bytes <= context.bench().settings().memory() / 4.0;
  }

  /** The examples and waves that all measures of a context share. */
  static WaveResponse of(MeasureContext context) {
    return context.bench().shared(WaveResponse.class, "waves", () -> make(context));
  }

  private static WaveResponse make(MeasureContext context) {
    Inputs source = context.subject().require(Inputs.class);
    List<Integer> shape = source.inputShape();
    if (shape.size() != 2 && shape.size() != 3) {
      throw new NotApplicableException(
          "needs images or signals; "
              + (shape.isEmpty() ? "text" : "features of shape " + shape)
              + " has no frequencies");
    }
    List<Waves> bands =
        List.of(
            new Waves(shape, 0, 1.0 / 3),
            new Waves(shape, 1.0 / 3, 2.0 / 3),
            new Waves(shape, 2.0 / 3, 2));
    if (bands.stream().anyMatch(Waves::isEmpty)) {
      throw new NotApplicableException(
          "needs longer sides: of shape " + shape + " not every band has a frequency");
    }
    return new WaveResponse(context, source, bands);
  }

  private static Batch batch(MeasureContext context) {
    Split split = context.bench().settings().split();
    int size = context.sampling().requireExamples(split);
    return size <= EXAMPLES
        ? Batch.range(split, 0, size)
        : Batch.of(
            split,
            Arrays.copyOf(
                context.sampling().stream("frequency-response/batch").permutation(size), EXAMPLES));
  }

  private Matrix moved(int band) {
    Matrix known = kept[band];
    if (known != null) {
      return known;
    }
    RandomStream stream = context.sampling().stream("frequency-response/" + NAMES[band]);
    int width = inputs.columns();
    double[] changed = inputs.entries().clone();
    for (int i = 0; i < inputs.rows(); i++) {
      double[] wave = bands.get(band).draw(stream, norm);
      for (int j = 0; j < width; j++) {
        changed[i * width + j] += wave[j];
      }
    }
    Matrix moved = new Matrix(inputs.rows(), width, changed);
    if (keeps) {
      kept[band] = moved;
    }
    return moved;
  }

  /** Responses at these weights: band by band, example by example. */
  double[][] at(ParameterVector weights) {
    Matrix plain = source.logits(inputs, weights);
    double[][] responses = new double[bands.size()][inputs.rows()];
    for (int band = 0; band < responses.length; band++) {
      Matrix moved = source.logits(moved(band), weights);
      for (int i = 0; i < inputs.rows(); i++) {
        double sum = 0;
        for (int c = 0; c < moved.columns(); c++) {
          sum += Math.pow(moved.get(i, c) - plain.get(i, c), 2);
        }
        responses[band][i] = Math.sqrt(sum) / norm;
      }
    }
    return responses;
  }

  /** Means over all examples, in the order of {@link #NAMES}. */
  static double[] means(double[][] responses) {
    int[] all = new int[responses[0].length];
    Arrays.setAll(all, i -> i);
    return means(responses, all);
  }

  private static double[] means(double[][] responses, int[] rows) {
    double[] numbers = new double[NAMES.length];
    for (int band = 0; band < responses.length; band++) {
      for (int row : rows) {
        numbers[band] += responses[band][row] / rows.length;
      }
    }
    if (!(numbers[0] > 0)) {
      throw new UndefinedException(
          "response: expected outputs that depend on the inputs, got a change of " + numbers[0]);
    }
    numbers[3] = numbers[2] / numbers[0];
    return numbers;
  }

  /** Standard errors of these means by bootstrap over examples. */
  double[] errors(double[][] responses) {
    return new Bootstrap(context.bench().settings().replicates())
        .standardErrors(
            inputs.rows(),
            context.sampling().stream("frequency-response"),
            rows -> means(responses, rows));
  }

  /** Which examples and which waves. */
  Conventions conventions() {
    return Conventions.definition(
        inputs.rows()
            + " of "
            + context.subject().problem().size(context.bench().settings().split())
            + " "
            + Sampling.name(context.bench().settings().split())
            + CONVENTIONS);
  }
}
