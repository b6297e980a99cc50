package org.sweetspot.measure.frequency;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.sweetspot.matrix.Matrix;
import org.sweetspot.measure.Answer;
import org.sweetspot.measure.Card;
import org.sweetspot.measure.Measure;
import org.sweetspot.measure.MeasureContext;
import org.sweetspot.measure.Measurement;
import org.sweetspot.measure.NotApplicableException;
import org.sweetspot.measure.Stated;
import org.sweetspot.measure.Value;
import org.sweetspot.measure.Work;
import org.sweetspot.problem.Batch;
import org.sweetspot.problem.Inputs;
import org.sweetspot.problem.Split;
import org.sweetspot.random.RandomStream;
import org.sweetspot.statistics.Bootstrap;
import org.sweetspot.vector.ParameterGroup;
import org.sweetspot.vector.ParameterVector;

/**
 * How strongly the outputs answer to input perturbations of low, middle and high frequency.
 *
 * <p>Response: ||z(x + d) - z(x)|| / ||d||, mean over examples, d a sum of random plane waves of
 * one band, ||d|| equal for all: 0.05 times the root mean square norm of the inputs. Bands by
 * radius in units of the Nyquist frequency: low to 1/3, middle to 2/3, high above. "high-over-low"
 * is the ratio of the means. Error: bootstrap over examples, whose waves are drawn anew, so that it
 * holds both. Cost: four forward passes over at most 256 examples, and as many for the control.
 * Source: Yin et al. 2019 (Fourier perspective); Rahaman et al. 2019. Not for features or text,
 * which have no frequencies.
 */
public final class FrequencyResponse implements Measure {
  private static final int EXAMPLES = 256;
  private static final double SIZE = 0.05;
  private static final String[] NAMES = {"low", "middle", "high", "high-over-low"};

  @Override
  public Card card() {
    return new Card(
        "frequency-response",
        "response to input frequencies",
        "Do the outputs depend on coarse or on fine detail of the inputs?",
        "images or signals as inputs",
        "high-over-low below the control's means that training turned the network to coarse detail;"
            + " above it, to fine detail, which noise and compression destroy.",
        "",
        "Yin et al. 2019; Rahaman et al. 2019");
  }

  @Override
  public String finding(Measurement found) {
    double ratio = found.number("high-over-low");
    double error = found.margin("high-over-low");
    if (Double.isNaN(ratio)) {
      return card().reading();
    }
    String answer =
        Math.abs(ratio - 1) > 2 * error
            ? String.format(
                Locale.ROOT,
                "Fine detail moves the outputs %.2f times as much as coarse detail of equal size.",
                ratio)
            : "Fine and coarse detail of equal size move the outputs alike, within two errors.";
    double control = Stated.after("shows high-over-low ", found.control());
    if (Double.isNaN(control)) {
      return answer;
    }
    String against =
        String.format(Locale.ROOT, " Without what was learned it would be %.2f times: ", control);
    return answer
        + against
        + (Math.abs(ratio - control) <= 2 * error
            ? "within two errors, so that training is not shown to have made it so."
            : ratio < control
                ? "training turned the network to coarse detail."
                : "training turned the network to fine detail, which noise and compression destroy.");
  }

  @Override
  public List<Work> work(MeasureContext context) {
    MeanFrequency.require(context.require(Inputs.class).inputShape());
    context.requireExamples(context.settings().split());
    return List.of(Work.forward("outputs at inputs with waves added"));
  }

  @Override
  public Answer answer(MeasureContext context) {
    Inputs source = context.require(Inputs.class);
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
    Matrix inputs = source.inputs(batch(context));
    double[][] now = responses(context, source, bands, inputs, context.problem().parameters());
    double[] errors =
        new Bootstrap(context.settings().replicates())
            .standardErrors(
                inputs.rows(), context.stream("frequency-response"), rows -> numbers(now, rows));
    int[] all = new int[inputs.rows()];
    Arrays.setAll(all, i -> i);
    return Answer.estimate(
            named(numbers(now, all)),
            named(errors),
            "random waves, new for each example; standard errors by bootstrap over examples",
            inputs.rows()
                + " of "
                + context.problem().size(context.settings().split())
                + " "
                + MeasureContext.name(context.settings().split())
                + " examples, mode evaluate; change of the logits over that of the input, Euclidean;"
                + " perturbations of 0.05 times the root mean square norm of the inputs; bands by"
                + " radius 0 to 1/3, to 2/3, above, of the Nyquist frequency, no constant shift")
        .withControl(control(context, source, bands, inputs, all));
  }

  private static Batch batch(MeasureContext context) {
    Split split = context.settings().split();
    int size = context.requireExamples(split);
    return size <= EXAMPLES
        ? Batch.range(split, 0, size)
        : Batch.of(
            split,
            Arrays.copyOf(context.stream("frequency-response/batch").permutation(size), EXAMPLES));
  }

  private static double[][] responses(
      MeasureContext context,
      Inputs source,
      List<Waves> bands,
      Matrix inputs,
      ParameterVector weights) {
    int n = inputs.rows();
    int width = inputs.columns();
    double square = Arrays.stream(inputs.entries()).map(x -> x * x).sum() / n;
    double norm = square > 0 ? SIZE * Math.sqrt(square) : SIZE;
    Matrix plain = source.logits(inputs, weights);
    double[][] responses = new double[bands.size()][n];
    for (int band = 0; band < bands.size(); band++) {
      RandomStream stream = context.stream("frequency-response/" + NAMES[band]);
      double[] changed = inputs.entries().clone();
      for (int i = 0; i < n; i++) {
        double[] wave = bands.get(band).draw(stream, norm);
        for (int j = 0; j < width; j++) {
          changed[i * width + j] += wave[j];
        }
      }
      Matrix moved = source.logits(new Matrix(n, width, changed), weights);
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int c = 0; c < moved.columns(); c++) {
          sum += Math.pow(moved.get(i, c) - plain.get(i, c), 2);
        }
        responses[band][i] = Math.sqrt(sum) / norm;
      }
    }
    return responses;
  }

  private static double[] numbers(double[][] responses, int[] rows) {
    double[] numbers = new double[NAMES.length];
    for (int band = 0; band < responses.length; band++) {
      for (int row : rows) {
        numbers[band] += responses[band][row] / rows.length;
      }
    }
    if (!(numbers[0] > 0)) {
      throw new ArithmeticException(
          "response: expected outputs that depend on the inputs, got a change of " + numbers[0]);
    }
    numbers[3] = numbers[2] / numbers[0];
    return numbers;
  }

  private static String control(
      MeasureContext context, Inputs source, List<Waves> bands, Matrix inputs, int[] all) {
    ParameterVector initial = context.facts().initial();
    try (ParameterVector start = initial == null ? shuffled(context) : initial.copy()) {
      double[] numbers = numbers(responses(context, source, bands, inputs, start), all);
      return String.format(
          Locale.ROOT,
          "%s shows high-over-low %.4f",
          initial == null ? "the network with shuffled weights" : "the network at its start",
          numbers[3]);
    }
  }

  private static ParameterVector shuffled(MeasureContext context) {
    RandomStream stream = context.stream("frequency-response/shuffled");
    ParameterVector copy = context.problem().parameters().copy();
    for (ParameterGroup group : copy.space().groups()) {
      try (ParameterVector part = copy.view(group)) {
        double[] entries = part.toArray();
        int[] order = stream.permutation(entries.length);
        part.set(Arrays.stream(order).mapToDouble(i -> entries[i]).toArray());
      }
    }
    return copy;
  }

  private static Value named(double[] numbers) {
    Map<String, Double> map = new TreeMap<>();
    for (int k = 0; k < NAMES.length; k++) {
      map.put(NAMES[k], numbers[k]);
    }
    return Value.Named.of(map);
  }
}
